import { sessionLevels } from '@crosstrust/contract';
import { z } from 'zod';
import { appointmentKinds } from '../storage/content.ts';
import { rule } from './rule.ts';

const notOffered = z.strictObject({ offered: z.literal(false), rule });

/** A verb that patients have, or have not. `level`: what a session must have proven. */
const offered = { offered: z.literal(true), level: z.enum(sessionLevels), rule };

/** Kinds of appointment that a verb is for; with every other it is refused, and the preview says so. */
const kinds = z.array(z.enum(appointmentKinds)).min(1);

const request = z.discriminatedUnion('offered', [notOffered, z.strictObject({ ...offered, kinds })]);

/** What patients may do with their appointments. A verb that is not offered is not in the trust's schema. */
export const appointmentsPolicy = z.strictObject({
  /** Says that the patient will come (U2 U9). Nothing else changes. */
  accept: z.discriminatedUnion('offered', [notOffered, z.strictObject({ ...offered, kinds })]),
  /** Asks the booking team for another date; the appointment stands until they answer (U2 U9). */
  requestRebooking: request,
  /** Asks the booking team to cancel; the appointment stands until they answer (U2 U9). */
  requestCancellation: request,
  /** Moves the appointment to a free slot at once: date and time only (W8 W9). `limit`: how often for one appointment. */
  reschedule: z.discriminatedUnion('offered', [
    notOffered,
    // sameClinic: where it comes from that clinician and place stay
    z.strictObject({ ...offered, kinds, limit: z.int().min(1), sameClinic: rule }),
  ]),
  /** Cancels at once. `discharges`: whether the patient then needs a new referral by the GP (W10). */
  cancel: z.discriminatedUnion('offered', [notOffered, z.strictObject({ ...offered, kinds, discharges: z.boolean() })]),
  /** How many working days before the appointment the trust would like to know of a change. Advice, never a refusal (U10). */
  notice: z.strictObject({ workingDays: z.int().min(0), rule }),
  /** Whether who has transport or an interpreter booked must tell the hospital of the change by phone (W12). */
  rearrange: z.strictObject({ byPhone: z.boolean(), rule }),
});

export type AppointmentsPolicy = z.output<typeof appointmentsPolicy>;
/** The verbs that change an appointment. */
export const appointmentVerbs = ['accept', 'requestRebooking', 'requestCancellation', 'reschedule', 'cancel'] as const;
export type AppointmentVerb = (typeof appointmentVerbs)[number];
