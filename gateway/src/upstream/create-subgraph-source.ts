import type { GraphQLDataSource } from '@apollo/gateway';
import { type ErrorCode, headers } from '@crosstrust/contract';
import { type GraphQLSchema, parse } from 'graphql';
import type { Operation, OperationContext } from '../execution/operation.ts';
import { tokenFor } from '../session/session.ts';
import type { Upstream } from './create-upstream.ts';
import { type Deadline, earlier } from './deadline.ts';
import { type AnswerPath, locateRecords } from './locate-records.ts';
import { planAsks } from './plan-asks.ts';
import { readFetch } from './read-fetch.ts';
import { readSubgraphAnswer } from './read-subgraph-answer.ts';
import { type ErrorSource, errorsOfFault } from './subgraph-errors.ts';
import { UpstreamFault } from './upstream-fault.ts';

type ProcessOptions = Parameters<GraphQLDataSource<OperationContext>['process']>[0];
type ProcessResult = Awaited<ReturnType<GraphQLDataSource<OperationContext>['process']>>;

/** The one service that may open and end sessions and that may speak of several trusts. */
export const accountsName = 'accounts';

/** The service over all trusts. It is no trust, and its errors name none. */
export const timelineName = 'timeline';

export interface SubgraphSourceOptions {
  readonly upstream: Upstream;
  /** The supergraph's. */
  readonly schema: GraphQLSchema;
  /** Milliseconds that are left to the service over all trusts, where it comes afterwards. */
  readonly timelineMs: number;
}

/** Asks one subgraph on behalf of the executor: with the viewer's token for it, in the time that the operation has left. */
export function createSubgraphSource(source: SubgraphSourceOptions): GraphQLDataSource<OperationContext> {
  return { process: (options) => fetchFrom(source, options) };
}

async function fetchFrom(
  { upstream, schema, timelineMs }: SubgraphSourceOptions,
  options: ProcessOptions,
): Promise<ProcessResult> {
  if (!('incomingRequestContext' in options)) throw new Error('only operations of clients are sent on');
  const { request, context, pathInIncomingRequest: path = [] } = options;
  const { operation } = context as OperationContext;
  const fetch = readFetch(options.document ?? parse(request.query ?? ''), request.variables);
  const { representations } = fetch;
  const source = (): ErrorSource => ({
    trust: upstream.name === timelineName ? undefined : upstream.name,
    speaksOfOthers: upstream.name === accountsName,
    correlation: operation.correlation,
    targets: representations ? locateRecords(operation.roots, path as AnswerPath, representations) : fetch.rootFields,
  });
  const report = operation.startFetch(upstream.name);
  const deadline = deadlineFor(upstream.name, operation, timelineMs);
  try {
    const answer = await upstream.ask(
      {
        method: 'POST',
        path: '/graphql',
        headers: subgraphHeaders(upstream.name, operation, deadline),
        body: JSON.stringify({
          query: request.query,
          variables: request.variables,
          operationName: request.operationName,
        }),
        deadline,
        steps: fetch.changes ? fetch.rootFields.length : 1,
      },
      (reply) => {
        const read = readSubgraphAnswer(reply, fetch, schema, source);
        if (upstream.name === accountsName) {
          operation.keepSession(reply.headers[headers.session]);
          operation.keepDevice(reply.headers[headers.savedDevice]);
        }
        return read;
      },
    );
    report(answer.errors.length > 0 ? 'errors' : 'ok');
    if (answer.data && !representations) operation.roots.push(answer.data);
    return toResult(answer.data, answer.errors);
  } catch (fault) {
    if (!(fault instanceof UpstreamFault)) throw fault;
    report(fault.kind);
    return toResult(undefined, errorsOfFault(codeOf(fault, fetch.changes, upstream.name), source()));
  }
}

function toResult(data: Record<string, unknown> | undefined, errors: readonly object[]): ProcessResult {
  return { ...(data ? { data } : {}), ...(errors.length > 0 ? { errors } : {}) } as ProcessResult;
}

/** Who comes before the service over all trusts leaves it some of the time. */
function deadlineFor(name: string, { plan, deadline }: Operation, timelineMs: number): Deadline {
  return name !== timelineName && planAsks(plan, timelineName) ? earlier(deadline, timelineMs) : deadline;
}

function subgraphHeaders(audience: string, operation: Operation, deadline: Deadline): Record<string, string> {
  const token = tokenFor(operation.session, audience);
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    [headers.correlation]: operation.correlation,
    [headers.budget]: String(Math.floor(deadline.remaining())),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(audience === accountsName ? clientHeaders(operation) : {}),
  };
}

/** Who asks, for the one service that limits tries and lists sessions. */
export function clientHeaders({ client, savedDevice }: Operation): Record<string, string> {
  return {
    [headers.clientAddress]: client.address,
    'user-agent': client.agent.replace(/[^\x20-\x7e]/g, '?').slice(0, 300),
    ...(savedDevice ? { [headers.savedDevice]: savedDevice } : {}),
  };
}

function codeOf(fault: UpstreamFault, changes: boolean, name: string): ErrorCode {
  if (changes && fault.mayHaveActed) return 'OUTCOME_UNKNOWN';
  if (name === accountsName) return 'ACCOUNTS_UNAVAILABLE';
  if (name === timelineName) return 'TIMELINE_UNAVAILABLE';
  return fault.kind === 'timeout' ? 'TRUST_TIMEOUT' : 'TRUST_UNAVAILABLE';
}
