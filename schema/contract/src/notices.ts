import { z } from 'zod';

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
