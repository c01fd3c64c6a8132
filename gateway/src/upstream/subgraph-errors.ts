import { type ErrorCode, errorRegistry, isErrorCode, maskError } from '@crosstrust/contract';
import type { GraphQLFormattedError } from 'graphql';
import type { AnswerPath } from './locate-records.ts';

/** Errors that speak of a document. Here the document is the gateway's own, so a client could do nothing with them. */
const ofTheDocument = new Set<ErrorCode>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'QUERY_TOO_LARGE',
  'BATCHING_REFUSED',
  'INTROSPECTION_REFUSED',
  'METHOD_NOT_ALLOWED',
  'ORIGIN_REFUSED',
]);
const mostErrors = 100;

/** Whose errors they are, and where its parts stand in the answer. */
export interface ErrorSource {
  /** Absent for the service over all trusts. */
  readonly trust: string | undefined;
  /** Whether the service may speak of other trusts (accounts does; a trust speaks of itself only). */
  readonly speaksOfOthers: boolean;
  readonly correlation: string;
  /** Places of the records or root fields that the fetch was to fill. */
  readonly targets: readonly AnswerPath[];
}

/** One error for each record, or root field, that a fetch should have filled. */
export function errorsOfFault(code: ErrorCode, source: ErrorSource): GraphQLFormattedError[] {
  const places = source.targets.length > 0 ? source.targets : [undefined];
  return places.map((path) =>
    place(
      {
        message: errorRegistry[code].message,
        extensions: { code, ...(source.trust === undefined ? {} : { trust: source.trust }) },
      },
      path,
    ),
  );
}

/** A subgraph's own errors as far as a client may see them: the code, the allowed details and the place in the answer. */
export function readSubgraphErrors(
  errors: readonly unknown[],
  isOfEntities: boolean,
  source: ErrorSource,
): GraphQLFormattedError[] {
  return errors.slice(0, mostErrors).map((given) => {
    const { extensions, path } = given as { extensions?: unknown; path?: unknown };
    const details =
      typeof extensions === 'object' && extensions !== null ? (extensions as Record<string, unknown>) : {};
    const trust = source.speaksOfOthers ? details['trust'] : source.trust;
    const masked = maskError(
      { message: '', extensions: { ...details, trust, code: clientCode(details['code']) } },
      source.correlation,
    );
    return place(masked, placeOf(path, isOfEntities, source.targets));
  });
}

/** Whether errors came with codes that mean something to a client, as those of a refused token do. */
export function areRegistryErrors(errors: unknown): errors is readonly unknown[] {
  return (
    Array.isArray(errors) &&
    errors.length > 0 &&
    errors.every((error) => isErrorCode(error?.extensions?.code) && error.extensions.code !== 'INTERNAL')
  );
}

function clientCode(code: unknown): ErrorCode {
  return isErrorCode(code) && !ofTheDocument.has(code) ? code : 'INTERNAL';
}

function placeOf(path: unknown, isOfEntities: boolean, targets: readonly AnswerPath[]): AnswerPath | undefined {
  const steps = Array.isArray(path) ? path.filter((step) => typeof step === 'string' || typeof step === 'number') : [];
  if (!isOfEntities) return steps.length > 0 ? steps : targets[0];
  const target = targets[Number(steps[1] ?? 0)] ?? targets[0];
  return target && [...target, ...steps.slice(2)];
}

/** The executor rewrites `path` and keeps `extensions`, so the true place travels in `at` until the answer is masked. */
function place(error: GraphQLFormattedError, path: AnswerPath | undefined): GraphQLFormattedError {
  return { message: error.message, extensions: { ...error.extensions, ...(path ? { at: path } : {}) } };
}
