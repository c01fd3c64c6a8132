import { z } from 'zod';
import { sections } from './sections.ts';

/** The issuer of every access token, and the audience of every trust's assertion. */
export const accountsIssuer = 'crosstrust:accounts';

/** The audience of the tokens for the service over all trusts. */
export const timelineAudience = 'timeline';

/** Seconds an access token lives. */
export const accessTokenSeconds = 60;

/** Why somebody may see a record: it is theirs, or its owner let them in. */
export const relations = ['self', 'carer', 'clinician'] as const;

/** The right to see one record at one trust. */
export const grantSchema = z.strictObject({
  /** The trust's own id of the record. */
  record: z.uuid(),
  relation: z.enum(relations),
  /** Which sections of the record: all, or those that its owner chose. */
  sections: z.union([z.literal('all'), z.array(z.enum(sections))]),
  /** Seconds since 1970 (UTC); from then on the grant is void. Absent: no end. */
  until: z.int().optional(),
  /**
   * Who acts for the patient when it is not the patient (RFC 8693): an id that only this audience sees. One token may hold
   * the grants of several patients, so it stands with each grant and not beside `sub`. Absent in one's own grant.
   */
  act: z.strictObject({ sub: z.string() }).optional(),
  /** Whose record it is: the `sub` that the patient's own tokens have at this audience. Absent in one's own grant. */
  subject: z.string().optional(),
  /** By which share of the patient's: an opaque id, under which `accounts` knows the name. Absent in one's own grant. */
  share: z.uuid().optional(),
  /** What the holder may do beside reading what `sections` names; the trust's policy has the last word. Absent: one's own everything, another's nothing. */
  may: z.enum(['read', 'change']).optional(),
  /**
   * For a parent with whom somebody not yet grown up shared: the owner's age in whole years at which the grant is void. The
   * trust knows the birth date, and its policy has the last word on the age.
   */
  untilAge: z.int().optional(),
  /** Seconds since 1970 (UTC) at which the patient registered with this trust. Without it nothing that begins there shows (D8). */
  since: z.int().optional(),
});
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
  /** The key of the trust, `accounts` or `timeline`. */
  aud: z.string(),
  /** Who acts: an id that only this audience sees for this person. At `accounts` and `timeline` it is the account's id. */
  sub: z.string(),
  iat: z.int(),
  exp: z.int(),
  jti: z.string(),
  level: z.enum(sessionLevels),
  grants: z.array(grantSchema),
});
export type AccessClaims = z.infer<typeof accessClaimsSchema>;
