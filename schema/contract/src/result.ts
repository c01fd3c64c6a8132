import { type ErrorCode, errorRegistry } from './errors.ts';

/** Something that the person can mend, told in the mutation's payload. */
export interface UserError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The input field that it is about. */
  readonly field: string | null;
}

/** What a verb came to: done, or what the person has to mend first. Everything else is thrown. */
export type Result<Value> = { readonly done: Value } | { readonly userErrors: readonly UserError[] };

/** The result of a verb that did its work. */
export const done = <Value>(value: Value): Result<Value> => ({ done: value });

/** The result of a verb that the person has to try again with something mended. */
export const refuse = (
  code: ErrorCode,
  field: string | null = null,
): { readonly userErrors: readonly UserError[] } => ({
  userErrors: [userError(code, field)],
});

/** A user error in the registry's words. */
export function userError(code: ErrorCode, field: string | null): UserError {
  return { code, message: errorRegistry[code].message, field };
}
