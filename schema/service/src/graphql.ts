import { ApolloServer, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { maskError, RegistryError } from '@crosstrust/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { GraphQLError } from 'graphql';
import { describeFault, type Log } from './log.ts';

export interface SubgraphContext extends BaseContext {
  readonly correlation: string;
}

/**
 * Serves a subgraph's schema at POST /graphql for the gateway. Errors outside the registry leave a fault in the log and
 * reach the caller as INTERNAL.
 */
export async function serveSubgraph<Context extends SubgraphContext>(
  http: FastifyInstance,
  options: {
    schema: GraphQLSchema;
    log: Log;
    context: (request: FastifyRequest, reply: FastifyReply) => Promise<Context>;
  },
): Promise<void> {
  const server = new ApolloServer<Context>({
    schema: options.schema,
    introspection: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    // runService ends the process; Apollo would send the signal again while it still closes.
    stopOnTerminationSignals: false,
    formatError: (formatted) => formatted,
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      {
        requestDidStart: async () => ({
          willSendResponse: async ({ response, errors, contextValue }) => {
            for (const error of errors ?? []) {
              if (!isExpected(error))
                options.log.error('fault', {
                  correlation: contextValue.correlation,
                  reason: describeFault(error.originalError ?? error),
                });
            }
            if (response.body.kind === 'single' && response.body.singleResult.errors) {
              response.body.singleResult.errors = response.body.singleResult.errors.map((error) =>
                maskError(error, contextValue.correlation),
              );
            }
          },
        }),
      },
    ],
  });
  await server.start();
  http.addHook('onClose', () => server.stop());
  http.post('/graphql', fastifyApolloHandler(server, { context: options.context }));
}

function isExpected(error: GraphQLError): boolean {
  return (
    error instanceof RegistryError || error.originalError instanceof RegistryError || error.originalError === undefined
  );
}
