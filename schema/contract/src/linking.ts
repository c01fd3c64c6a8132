import { z } from 'zod';
import { accountsIssuer } from './claims.ts';

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
