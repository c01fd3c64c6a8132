import { z } from 'zod';
import { sections } from './sections.ts';

/** Who looked at a record or changed it, and by which right: itself, a calendar that it follows, whom it was shared with, the trust's staff. */
export const accessBy = ['YOU', 'CALENDAR', 'CARER', 'CLINICIAN', 'STAFF'] as const;
export type AccessBy = (typeof accessBy)[number];

/** What of a record was looked at: a section of its content, or something else that is kept with it. */
export const accessKinds = [
  ...sections,
  'DETAILS',
  'PREFERENCES',
  'REPORTS',
  'SUPPORT_REQUESTS',
  'DOCUMENTS',
  'ACCESS_LOG',
  'EXPORT',
] as const;
export type AccessKind = (typeof accessKinds)[number];

/**
 * Claims of an anchor (JWT, EdDSA, signed with the trust's key): how far a trust's ledger of who looked had got. POST /anchors
 * at `accounts`, JSON `{trust, anchor}`; answered 204 when it is kept, known or older than what is kept, 409 when it
 * contradicts what is kept, which is then kept as well, as evidence.
 */
export const anchorClaimsSchema = z.object({
  /** The key of the trust. */
  iss: z.string(),
  aud: z.string(),
  iat: z.int(),
  exp: z.int(),
  /** How many rows the ledger has. */
  seq: z.int().min(1),
  /** The last row's hash: SHA-256, base64url. */
  hash: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** When it was read, by the clock of the trust's database, so that of two anchors the later is known. */
  readAt: z.iso.datetime(),
});
export type AnchorClaims = z.infer<typeof anchorClaimsSchema>;

/** The audience of anchors: no assertion passes for one, and no anchor for an assertion. */
export const anchorAudience = 'crosstrust:anchors';

/** The body of POST /anchors. */
export const anchorRequestSchema = z.strictObject({ trust: z.string().min(1).max(100), anchor: z.string().max(4000) });

/** One line of what `accounts` tells of a trust's anchors, oldest first: what it kept, and what contradicted it. */
export const anchorLineSchema = z.strictObject({
  seq: z.int().min(1),
  hash: z.string(),
  /** When the trust read it. */
  readAt: z.iso.datetime(),
  verdict: z.enum(['kept', 'conflict']),
});
export type AnchorLine = z.infer<typeof anchorLineSchema>;
