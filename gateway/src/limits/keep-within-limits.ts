import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codesOf, maskOne } from '../errors/mask-errors.ts';
import { refuse } from '../errors/refuse.ts';
import { type Inspection, inspectDocument, type OperationSummary } from './inspect-document.ts';
import type { Limits } from './limits.ts';
import { isDeeperThan } from './measure-variables.ts';

/** A body that `takeOneOperation` let pass. */
export interface GraphqlBody {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

export interface LimitOptions {
  readonly limits: Limits;
  readonly allowIntrospection: boolean;
  /** Milliseconds for a query and for a mutation, from arrival to the last answer of a service. */
  readonly queryMs: number;
  readonly mutationMs: number;
}

const rememberedDocuments = 1_000;

/** Refuses a list of operations, and a body that is no operation. */
export async function takeOneOperation(request: FastifyRequest): Promise<void> {
  const { body } = request;
  if (Array.isArray(body)) throw refuse('BATCHING_REFUSED', 400);
  if (!isGraphqlBody(body)) throw refuse('GRAPHQL_PARSE_FAILED', 400);
}

/**
 * The stage that refuses what is too large, before anybody is asked about it. It also learns whether the operation
 * changes something, and gives it its time. Documents that passed are remembered by their hash.
 */
export function keepWithinLimits({ limits, allowIntrospection, queryMs, mutationMs }: LimitOptions) {
  const accepted = new Map<string, readonly OperationSummary[]>();
  const inspect = (text: string): Inspection => {
    const hash = createHash('sha256').update(text).digest('base64');
    const before = accepted.get(hash);
    if (before) return { operations: before };
    const inspection = inspectDocument(text, limits, allowIntrospection);
    if ('operations' in inspection) remember(accepted, hash, inspection.operations);
    return inspection;
  };
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { operation } = request;
    const { query, variables, operationName } = request.body as GraphqlBody;
    if (isDeeperThan(variables, limits.variableDepth)) throw refuse('QUERY_TOO_LARGE', 400);
    const inspection = inspect(query);
    if ('refused' in inspection) {
      if (!inspection.explained) throw refuse(inspection.refused, 400);
      const errors = [maskOne({ ...inspection.explained.toJSON(), extensions: { code: inspection.refused } })];
      operation.codes = codesOf(errors);
      await reply.status(400).send({ errors });
      return;
    }
    const { operations } = inspection;
    const named = operationName ? operations.filter(({ name }) => name === operationName) : operations;
    const [chosen] = named;
    if (!chosen || named.length > 1) throw refuse('GRAPHQL_VALIDATION_FAILED', 400); // the stock executor would fall over it
    operation.kind = chosen.kind;
    operation.name = nameForLog(chosen.name);
    operation.allow(operation.kind === 'mutation' ? mutationMs : queryMs);
  };
}

function remember(
  accepted: Map<string, readonly OperationSummary[]>,
  hash: string,
  operations: readonly OperationSummary[],
): void {
  accepted.set(hash, operations);
  const oldest = accepted.keys().next();
  if (accepted.size > rememberedDocuments && !oldest.done) accepted.delete(oldest.value);
}

/** The name comes from the client, so it may be a patient's number: no digits of it, and none at all of a long one. */
function nameForLog(name = ''): string | undefined {
  return name.length <= 64 ? name.replace(/\d/g, '') || undefined : undefined;
}

function isGraphqlBody(body: unknown): body is GraphqlBody {
  if (typeof body !== 'object' || body === null) return false;
  const { query, operationName, variables, extensions } = body as Record<string, unknown>;
  const isMap = (value: unknown) =>
    value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
  return (
    typeof query === 'string' &&
    query !== '' &&
    (operationName == null || typeof operationName === 'string') &&
    isMap(variables) &&
    isMap(extensions)
  );
}
