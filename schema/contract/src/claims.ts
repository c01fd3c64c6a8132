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
export type Relation = (typeof relations)[number];

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

/** The scope of the token that `accounts` shows a trust when it asks for an assertion. */
export const linkScope = 'link';

/** What somebody shows a trust beside their details. */
export const linkProofSchema = z.discriminatedUnion('kind', [
  /** Nothing: every detail that the trust's policy compares has to agree. */
  z.strictObject({ kind: z.literal('details') }),
  /** The secret of a link that the trust has sent to the patient. */
  z.strictObject({ kind: z.literal('invitation'), secret: z.string().min(1).max(200) }),
  /** The two codes of a letter of the trust's, as they were typed. */
  z.strictObject({ kind: z.literal('codes'), codes: z.tuple([z.string().max(50), z.string().max(50)]) }),
]);
export type LinkProof = z.infer<typeof linkProofSchema>;

/** What `accounts` asks a trust: do you hold a patient with these details? POST /link, JSON. */
export const linkRequestSchema = z.strictObject({
  /** Comes back in the assertion, so that one answer serves one question. */
  nonce: z.string().min(16),
  proof: linkProofSchema,
  /** Who registers, when a new account is to be opened: then the trust's conditions of registering hold. Absent: one more record for an account that there is (M4). */
  registering: z.enum(['patient', 'carer']).optional(),
  /** Absent with an invitation: the trust knows whom it has invited. */
  nhsNumber: z.string().optional(),
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
  z.strictObject({
    refused: z.enum([
      'DETAILS_DO_NOT_MATCH',
      'INVITATION_INVALID',
      'INVITATION_NEEDED',
      'NO_UPCOMING_APPOINTMENT',
      'CARER_CANNOT_REGISTER',
      'AGE_BLOCKED',
      'RECORD_CLOSED',
      'RECORD_RESTRICTED',
      'RECORD_DISPUTED',
    ]),
  }),
]);
export type LinkAnswer = z.infer<typeof linkAnswerSchema>;

/** The scope of the token that `accounts` shows a trust when it passes on a report. */
export const reportScope = 'report';

/**
 * What `accounts` tells a trust: a patient says that the linked record is somebody else's, and the link is cut. POST /reports,
 * JSON, answered 204. It comes until the trust has taken it, so the same id may come twice. From then on the trust vouches
 * to nobody for this record (RECORD_DISPUTED), until its staff have seen to it.
 */
export const notMineReportSchema = z.strictObject({
  id: z.uuid(),
  /** The trust's own id of the record. */
  record: z.uuid(),
  /** Who reports: the `sub` of their access tokens at this trust. */
  subject: z.string().min(1).max(200),
  /** An instant: when they reported it. */
  reportedAt: z.iso.datetime(),
  /** What they wrote. */
  words: z.string().min(1).max(2000).optional(),
});
export type NotMineReport = z.infer<typeof notMineReportSchema>;

/** The scope of the token that `accounts` shows a trust when it tells of a registration or a leaving. */
export const registrationScope = 'registration';

/**
 * What `accounts` tells a trust when a patient has registered with it or left it. POST /registrations, JSON, answered 204. It
 * comes until the trust has taken it, in any order and perhaps twice; of two the one with the later `at` holds.
 */
export const registrationNoticeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('registered'),
    id: z.uuid(),
    /** The trust's own id of the record. */
    record: z.uuid(),
    /** The `sub` of the patient's access tokens at this trust. */
    subject: z.string().min(1).max(200),
    /** An instant. */
    at: z.iso.datetime(),
    /** What the patient chose at registration (W6). Absent: they were not asked. */
    paperless: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('left'),
    id: z.uuid(),
    record: z.uuid(),
    subject: z.string().min(1).max(200),
    at: z.iso.datetime(),
    /** Whether the patient wants no more text messages of this trust (K10). */
    stopTexts: z.boolean(),
  }),
]);
export type RegistrationNotice = z.infer<typeof registrationNoticeSchema>;

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
  /** The NHS number as the trust holds it, where the request came without. */
  nhsNumber: z.string().optional(),
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

/** What the gateway asks `accounts` for a calendar that follows a feed. POST /feed, JSON; the secret is in no URL there. */
export const feedQuestionSchema = z.strictObject({ secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export type FeedQuestion = z.infer<typeof feedQuestionSchema>;

/** The answer to a feed that is not revoked (200): tokens that open the appointments of the linked records; else 404. */
export const feedAnswerSchema = z.strictObject({ tokens: z.record(z.string(), z.string()) });
export type FeedAnswer = z.infer<typeof feedAnswerSchema>;

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
