import { z } from 'zod';

/** What the gateway asks `accounts` once a request. POST /session, JSON. */
export const sessionQuestionSchema = z.strictObject({
  session: z.string().min(20).max(200),
  /** The version of the answer that the gateway still holds; the same version comes back without tokens. */
  knownVersion: z.string().optional(),
  /** False for a retry in the background, which does not keep a session alive. */
  active: z.boolean(),
});
export type SessionQuestion = z.infer<typeof sessionQuestionSchema>;

/** The answer to a live session (200); 401 with a registry code otherwise. */
export const sessionAnswerSchema = z.strictObject({
  version: z.string(),
  /** Absent when the version is the known one. */
  fresh: z
    .strictObject({
      /** An access token for each audience that this person may ask: `accounts`, `timeline` and the linked trusts. */
      tokens: z.record(z.string(), z.string()),
      /** Seconds since 1970 at which the tokens end. */
      tokensExpireAt: z.int(),
    })
    .optional(),
});
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;

/** What the gateway asks `accounts` for a calendar that follows a feed. POST /feed, JSON; the secret is in no URL there. */
export const feedQuestionSchema = z.strictObject({ secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export type FeedQuestion = z.infer<typeof feedQuestionSchema>;

/** The answer to a feed that is not revoked (200): tokens that open the appointments of the linked records; else 404. */
export const feedAnswerSchema = z.strictObject({ tokens: z.record(z.string(), z.string()) });
export type FeedAnswer = z.infer<typeof feedAnswerSchema>;
