import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { UpstreamAnswer } from './create-upstream.ts';
import { type AskedFor, projectAnswer } from './project-answer.ts';
import { areRegistryErrors, type ErrorSource, errorsOfFault, readSubgraphErrors } from './subgraph-errors.ts';
import { UpstreamFault } from './upstream-fault.ts';

/** A subgraph's answer, checked. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown>;
  readonly errors: GraphQLFormattedError[];
}

/**
 * Reads what a subgraph answered to a fetch.
 * @param source computed only when there are errors to place
 * @throws UpstreamFault when it is not GraphQL, or not an answer to what was asked
 */
export function readSubgraphAnswer(
  answer: UpstreamAnswer,
  asked: AskedFor,
  schema: GraphQLSchema,
  source: () => ErrorSource,
): SubgraphAnswer {
  const { data, errors } = parseBody(answer);
  const isOfEntities = asked.representations !== undefined;
  const read = errors === undefined || errors.length === 0 ? [] : readSubgraphErrors(errors, isOfEntities, source());
  if (data === null || data === undefined) {
    if (read.length === 0) throw new UpstreamFault('unavailable', true);
    return { errors: read };
  }
  const projected = projectAnswer(data, asked, schema);
  const silent = isOfEntities ? errorsOfSilence(projected, errors ?? [], source) : [];
  return { data: projected, errors: [...read, ...silent] };
}

function parseBody({ status, headers, text }: UpstreamAnswer): {
  data: unknown;
  errors: readonly unknown[] | undefined;
} {
  const type = String(headers['content-type'] ?? '');
  const body = /^application\/(graphql-response\+)?json\b/.test(type) ? parseJson(text) : undefined;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new UpstreamFault('unavailable', true);
  const { data, errors } = body as { data?: unknown; errors?: unknown };
  // a refused token comes with another status than 200, and its code is worth more than the status
  if (status !== 200 && !areRegistryErrors(errors)) throw new UpstreamFault('unavailable', true);
  if (
    errors !== undefined &&
    (!Array.isArray(errors) || errors.some((error) => typeof error !== 'object' || error === null))
  ) {
    throw new UpstreamFault('unavailable', true);
  }
  return { data, errors: errors as readonly unknown[] | undefined };
}

/** A record that comes back as nothing, without a word, must not look like an empty one. */
function errorsOfSilence(
  data: Record<string, unknown>,
  errors: readonly unknown[],
  source: () => ErrorSource,
): GraphQLFormattedError[] {
  const entities = Array.isArray(data['_entities']) ? data['_entities'] : [];
  const explained = new Set(errors.map((error) => (error as { path?: unknown[] }).path?.[1]));
  if (explained.has(undefined)) return [];
  return entities.flatMap((entity, index) => {
    if (entity !== null || explained.has(index)) return [];
    const at = source();
    return errorsOfFault('INTERNAL', { ...at, targets: at.targets.slice(index, index + 1) });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
