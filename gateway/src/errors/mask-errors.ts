import { type ErrorCode, errorRegistry, isErrorCode, maskError } from '@crosstrust/contract';
import type { GraphQLFormattedError } from 'graphql';
import type { Operation } from '../execution/operation.ts';

/** Puts the path where it belongs and drops everything that is not in the registry. Also for errors outside any operation. */
export function maskOne(error: GraphQLFormattedError, reference = ''): GraphQLFormattedError {
  const at = error.extensions?.['at'];
  return maskError(Array.isArray(at) ? { ...error, path: at } : error, reference);
}

/** The errors of an answer as the client gets them, in the order of their places. */
export function maskAnswer(errors: readonly GraphQLFormattedError[], operation: Operation): GraphQLFormattedError[] {
  return errors
    .map((error) => retell(maskOne(error, operation.correlation), operation))
    .toSorted((one, other) => placeText(one).localeCompare(placeText(other)));
}

/**
 * A subgraph sees only that no token came. The gateway knows why: the session had ended, or this person has no link
 * to that trust.
 */
function retell(error: GraphQLFormattedError, operation: Operation): GraphQLFormattedError {
  if (error.extensions?.['code'] !== 'UNAUTHENTICATED') return error;
  if (operation.session.state === 'ended') return withCode(error, 'SESSION_ENDED');
  return operation.session.state === 'live' ? withCode(error, 'NOT_YOURS') : error;
}

function withCode(error: GraphQLFormattedError, code: ErrorCode): GraphQLFormattedError {
  return { ...error, message: errorRegistry[code].message, extensions: { ...error.extensions, code } };
}

/** The codes of an answer, for the log. */
export function codesOf(errors: readonly GraphQLFormattedError[]): ErrorCode[] {
  return [...new Set(errors.map((error) => error.extensions?.['code']).filter(isErrorCode))].toSorted();
}

function placeText(error: GraphQLFormattedError): string {
  return (error.path ?? []).map((step) => (typeof step === 'number' ? String(step).padStart(6, '0') : step)).join('.');
}
