import { z } from 'zod';
import { rule } from './rule.ts';

/** What a trust says of a kind of sharing, in words for the patient who is about to share. */
const said = { words: z.string().min(1), rule };
const refused = z.strictObject({ allowed: z.literal(false), ...said });

/**
 * Whom besides the patient the trust lets in, when the patient shares (D4 D12 M9 W4). It is asked at every request, so
 * that a trust which changes its mind ends what was shared before.
 */
export const sharingPolicy = z.strictObject({
  /** Family, and carers who have an account of their own. */
  carer: z.discriminatedUnion('allowed', [
    refused,
    z.strictObject({
      allowed: z.literal(true),
      /** Whether the patient can let them answer and move appointments too, where this trust offers that online. */
      mayChange: z.boolean(),
      /** The age of the record's owner, in whole years, at which what they shared with a parent before it ends. */
      untilAge: z.strictObject({ years: z.int().min(0).max(130), rule }).optional(),
      ...said,
    }),
  ]),
  /** A clinician or somebody else, for a short time, by a code: they read, and do nothing else. */
  clinician: z.discriminatedUnion('allowed', [
    refused,
    z.strictObject({
      allowed: z.literal(true),
      /** Minutes. */
      longestMinutes: z.int().min(15).max(1440),
      ...said,
    }),
  ]),
});
