import { z } from 'zod';
import { sections } from './sections.ts';

/** The issuer of every access token, and the audience of every trust's assertion. */
export const accountsIssuer = 'crosstrust:accounts';

/** Seconds an access token lives. */
export const accessTokenSeconds = 60;

/** Why somebody may see a record: it is theirs, or its owner let them in. */
export const relations = ['self', 'carer', 'clinician'] as const;
export type Relation = (typeof relations)[number];

export const grantSchema = z.strictObject({
  /** The trust's own id of the record. */
  record: z.uuid(),
  relation: z.enum(relations),
  /** Which sections of the record: all, or those that its owner chose. */
  sections: z.union([z.literal('all'), z.array(z.enum(sections))]),
  /** Seconds since 1970 (UTC); from then on the grant is void. Absent: no end. */
  until: z.int().optional(),
  /** Seconds since 1970 (UTC) at which the patient registered with this trust. Without it nothing that begins there shows (D8). */
  since: z.int().optional(),
});
/** The right to see one record at one trust. */
export type Grant = z.infer<typeof grantSchema>;

/** How strongly the session was proven: a code to the mobile or email, or two factors. Verbs' policies name what they need. */
export const sessionLevels = ['one-factor', 'two-factors'] as const;
export type SessionLevel = (typeof sessionLevels)[number];

/**
 * The claims of an access token (JWT, EdDSA with Ed25519, RFC 8037), made for one service and one minute. It holds
 * nothing about other trusts and nothing personal.
 */
export const accessClaimsSchema = z.object({
  iss: z.literal(accountsIssuer),
  /** The key of the trust, or `accounts`. */
  aud: z.string(),
  /** Who acts: an id that only this audience sees for this person. At `accounts` it is the account's id. */
  sub: z.string(),
  iat: z.int(),
  exp: z.int(),
  jti: z.string(),
  level: z.enum(sessionLevels),
  grants: z.array(grantSchema),
});
export type AccessClaims = z.infer<typeof accessClaimsSchema>;

/** The scope of the token that `accounts` shows a trust when it asks for an assertion. */
export const linkScope = 'link';

/** What `accounts` asks a trust: do you hold a patient with these details? POST /link, JSON. */
export const linkRequestSchema = z.strictObject({
  /** Comes back in the assertion, so that one answer serves one question. */
  nonce: z.string().min(16),
  nhsNumber: z.string(),
  /** YYYY-MM-DD */
  birthDate: z.string(),
  /** E.164 */
  mobile: z.string(),
  email: z.string(),
});
export type LinkRequest = z.infer<typeof linkRequestSchema>;

/** What a trust answers to a link request: its signed assertion, or the code of the registry that says why not. */
export const linkAnswerSchema = z.union([
  z.strictObject({ assertion: z.string() }),
  z.strictObject({ refused: z.enum(['DETAILS_DO_NOT_MATCH', 'AGE_BLOCKED', 'RECORD_CLOSED', 'RECORD_RESTRICTED']) }),
]);
export type LinkAnswer = z.infer<typeof linkAnswerSchema>;

/** Claims of a trust's assertion that a person is its patient (JWT, EdDSA, two minutes, signed with the trust's key). */
export const assertionClaimsSchema = z.object({
  /** The key of the trust. */
  iss: z.string(),
  aud: z.literal(accountsIssuer),
  /** The trust's own id of the record, which no other trust sees. */
  sub: z.uuid(),
  iat: z.int(),
  exp: z.int(),
  nonce: z.string(),
  /** SHA-256 (base64url) over the JSON of the link request without its nonce, keys in the order of the schema. */
  details: z.string(),
  /** The patient's name as the trust holds it. */
  name: z.string(),
});
export type AssertionClaims = z.infer<typeof assertionClaimsSchema>;

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
      /** An access token for each audience that this person may ask: `accounts` and the linked trusts. */
      tokens: z.record(z.string(), z.string()),
      /** Seconds since 1970 at which the tokens end. */
      tokensExpireAt: z.int(),
    })
    .optional(),
});
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;
