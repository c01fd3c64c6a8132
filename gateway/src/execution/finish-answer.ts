import type { GraphQLRequestContextWillSendResponse } from '@apollo/server';
import { prettyFormatQueryPlan } from '@apollo/query-planner';
import { describeFault, type Log } from '@crosstrust/service';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { codesOf, maskAnswer } from '../errors/mask-errors.ts';
import type { FetchReport, Operation, OperationContext } from './operation.ts';

/** Shown in development to who asks for it: the plan and how long each service took. */
export interface Explanation {
  readonly plan: string;
  readonly fetches: readonly FetchReport[];
}

/** The last thing before an answer is sent: every error masked, nothing of the executor's own left in it. */
export function finishAnswer(
  { response, errors, contextValue: { operation } }: GraphQLRequestContextWillSendResponse<OperationContext>,
  log: Log,
): void {
  if (response.body.kind !== 'single') return;
  const { singleResult } = response.body;
  const silent = readValueCompletion(singleResult.extensions);
  for (const error of errors ?? []) logFault(error, operation, log);
  if (silent.length > 0)
    log.error('fault', { correlation: operation.correlation, reason: 'an answer did not fit the schema' });
  const masked = maskAnswer([...(singleResult.errors ?? []), ...silent], operation);
  operation.codes = codesOf(masked);
  if (masked.length > 0) singleResult.errors = masked;
  else delete singleResult.errors;
  if (operation.explain) singleResult.extensions = { explain: explain(operation) };
  else delete singleResult.extensions;
}

/** Nulls that stand for values of a wrong kind: the executor tells of them beside the errors, where nobody looks. */
function readValueCompletion(extensions: Record<string, unknown> | undefined): GraphQLFormattedError[] {
  const errors = extensions?.['valueCompletion'];
  if (!Array.isArray(errors)) return [];
  return errors.map(({ path }: GraphQLError) => ({
    message: '',
    ...(path ? { path } : {}),
    extensions: { code: 'INTERNAL' },
  }));
}

function explain({ plan, fetches }: Operation): Explanation {
  return { plan: plan ? prettyFormatQueryPlan(plan) : '', fetches };
}

/**
 * Only what is our own fault: what a subgraph said has a code by now, or `serviceName`. What a fetch threw comes as it
 * is, whatever the executor's types say.
 */
function logFault(error: Error & Partial<GraphQLError>, { correlation }: Operation, log: Log): void {
  if (error.extensions?.['code'] !== undefined || error.extensions?.['serviceName'] !== undefined) return;
  log.error('fault', { correlation, reason: describeFault(error.originalError ?? error) });
}
