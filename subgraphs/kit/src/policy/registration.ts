import { isCalendarDay } from '@crosstrust/contract';
import { z } from 'zod';
import { linkDetails } from './link-details.ts';
import { rule, words } from './rule.ts';

const day = z.string().refine(isCalendarDay, 'a day, as YYYY-MM-DD');

const invited = {
  /** Whether an invitation goes out by itself when an appointment is booked (W3), from bookings after which day on (W1). */
  onBooking: z.strictObject({ made: z.boolean(), after: day.optional(), rule }),
  /** How many days an invitation works (D17). */
  lasts: z.strictObject({ days: z.int().min(1).max(365), rule }),
  /** What of the person's details must agree with what the trust holds of whom it has invited. */
  match: z.array(z.enum(linkDetails)).min(1),
  words: z.string().min(1),
  rule,
};

/** How patients register with a trust: it is their choice, and each trust has its ways. */
export const registrationPolicy = z.strictObject({
  /** That it is a choice, and what is otherwise (K1 D13). */
  optional: words,
  /** What shows before somebody has registered (D14). */
  before: words,
  /** What a patient needs for it: the internet (D7), an email address of their own (K14 D10). */
  needs: words,
  /** What it costs (D16). */
  cost: words,
  /** By whoever comes by themselves, with the details of `linking`. `datedAfter`: the appointment must be later than this day (W2). */
  self: z.discriminatedUnion('offered', [
    z.strictObject({ offered: z.literal(false), words: z.string().min(1), rule }),
    z.strictObject({
      offered: z.literal(true),
      appointment: z.enum(['none', 'outpatient', 'any']),
      datedAfter: day.optional(),
      words: z.string().min(1),
      rule,
    }),
  ]),
  /** By what the trust sends: a link (K2 W1 U3), or two codes in a letter (D5 D17). */
  invitation: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('nothing'), words: z.string().min(1), rule }),
    z.strictObject({ by: z.literal('link'), channels: z.array(z.enum(['mobile', 'email'])).min(1), ...invited }),
    z.strictObject({ by: z.literal('codes'), ...invited }),
  ]),
  /** Whether a carer may register for the patient, with the patient's consent (D11 W4). */
  carer: z.strictObject({ allowed: z.boolean(), words: z.string().min(1), rule }),
  /** Whether letters without paper are chosen at registration (W6). */
  paperless: z.strictObject({ asked: z.boolean(), rule }),
});

export type RegistrationPolicy = z.output<typeof registrationPolicy>;
