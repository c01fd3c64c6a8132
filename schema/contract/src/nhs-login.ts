import { z } from 'zod';
import { type ErrorCode, isErrorCode } from './errors.ts';

/** 256 random bits, base64url. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Where a browser goes after signing in: a page of our own, by its path alone. */
export const ownPathSchema = z
  .string()
  .max(200)
  .regex(/^\/(?!\/)[A-Za-z0-9/_-]*$/);

/** What the gateway asks `accounts` when a browser wants to sign in with NHS login. POST /nhs-login/begin, JSON. */
export const nhsLoginBeginSchema = z.strictObject({
  /** Add NHS login to the account of the session that comes along, and sign nobody else in. */
  link: z.boolean(),
  /** Where to go afterwards. */
  to: ownPathSchema,
  /** What the browser still holds of an earlier beginning. */
  browser: secret.optional(),
});
export type NhsLoginBegin = z.infer<typeof nhsLoginBeginSchema>;

/** What the browser brought back from NHS login. POST /nhs-login/finish, JSON; none of it goes into a log or a later URL. */
export const nhsLoginFinishSchema = z.strictObject({
  /** What the browser was given at the beginning: it must be the same browser. */
  browser: secret.optional(),
  state: secret,
  code: z.string().min(1).max(4_000).optional(),
  error: z.string().min(1).max(100).optional(),
  iss: z.string().min(1).max(300).optional(),
});
export type NhsLoginFinish = z.infer<typeof nhsLoginFinishSchema>;

/** Why NHS login cannot be used, for the page to say. */
const refusedSchema = z.strictObject({ refused: z.custom<ErrorCode>(isErrorCode) });

/** Where the browser goes next, and what it holds meanwhile. */
export const nhsLoginBegunSchema = z.union([z.strictObject({ url: z.url(), browser: secret }), refusedSchema]);
export type NhsLoginBegun = z.infer<typeof nhsLoginBegunSchema>;

/** Where the browser goes next; the session comes in a header of its own. */
export const nhsLoginFinishedSchema = z.union([z.strictObject({ to: ownPathSchema }), refusedSchema]);
export type NhsLoginFinished = z.infer<typeof nhsLoginFinishedSchema>;
