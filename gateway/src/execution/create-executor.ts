import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Log } from '@crosstrust/service';
import { maskOne } from '../errors/mask-errors.ts';
import type { Limits } from '../limits/limits.ts';
import { createSubgraphSource } from '../upstream/create-subgraph-source.ts';
import type { Upstream } from '../upstream/create-upstream.ts';
import { passOnFaults } from './execute.ts';
import { finishAnswer } from './finish-answer.ts';
import type { OperationContext } from './operation.ts';
import type { Supergraph } from './read-supergraph.ts';

export interface ExecutorOptions {
  readonly supergraph: Supergraph;
  /** By the name that the service has in the supergraph. */
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly limits: Limits;
  /** Milliseconds that are left to the service over all trusts, where it comes afterwards. */
  readonly timelineMs: number;
  readonly isDevelopment: boolean;
  readonly log: Log;
}

/** Apollo's server and its stock executor over our own fetches. Started; to be stopped by the caller. */
export async function createExecutor({
  supergraph,
  upstreams,
  limits,
  timelineMs,
  isDevelopment,
  log,
}: ExecutorOptions): Promise<ApolloServer<OperationContext>> {
  const server = new ApolloServer<OperationContext>({
    gateway: createStockGateway(supergraph, upstreams, timelineMs),
    introspection: isDevelopment,
    hideSchemaDetailsFromClientErrors: !isDevelopment,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    nodeEnv: 'production',
    logger: silentLogger,
    formatError: (error) => maskOne(error),
    plugins: [
      passOnFaults,
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      { requestDidStart: async () => ({ willSendResponse: async (context) => finishAnswer(context, log) }) },
    ],
  });
  await server.start();
  return server;
}

function createStockGateway(
  { sdl, schema }: Supergraph,
  upstreams: ReadonlyMap<string, Upstream>,
  timelineMs: number,
): ApolloGateway {
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1'; // read by the constructor below, which otherwise reports to its vendor
  return new ApolloGateway({
    supergraphSdl: sdl,
    buildService: ({ name }) => {
      const upstream = upstreams.get(name);
      if (!upstream) throw new Error('a service of the supergraph has no URL');
      return createSubgraphSource({ upstream, schema, timelineMs });
    },
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true },
    __exposeQueryPlanExperimental: false,
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      (requestContext.context as OperationContext).operation.plan = queryPlan;
    },
    logger: silentLogger,
  });
}

/** Their messages can hold values of answers; what matters of them reaches our own log as a fault. */
const silentLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
