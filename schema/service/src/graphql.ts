import { ApolloServer, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { maskError, RegistryError } from '@crosstrust/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
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
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      {
        requestDidStart: async () => ({
          willSendResponse: async ({ response, errors = [], contextValue: { correlation } }) => {
            for (const error of errors) {
              if (isFault(error))
                options.log.error('fault', { correlation, reason: describeFault(error.originalError) });
            }
            if (response.body.kind === 'single' && errors.length > 0) {
              response.body.singleResult.errors = errors.map((error) => present(error, correlation));
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

/** An error of the registry, wherever graphql has wrapped it: a scalar throws one from inside a variable or a literal. */
function registryErrorIn(error: Error | null | undefined): RegistryError | undefined {
  if (error instanceof RegistryError) return error;
  return error instanceof GraphQLError ? registryErrorIn(error.originalError) : undefined;
}

function isFault(error: GraphQLError): boolean {
  return error.originalError !== undefined && !registryErrorIn(error);
}

function present(error: GraphQLError, correlation: string): GraphQLFormattedError {
  const extensions = registryErrorIn(error)?.extensions ?? error.extensions;
  return maskError({ ...error.toJSON(), extensions }, correlation);
}
