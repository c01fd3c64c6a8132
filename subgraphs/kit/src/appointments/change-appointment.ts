import { type UserError, userError } from '@crosstrust/contract';
import type { TrustContext } from '../graph/context.ts';
import { findItem } from '../graph/lists.ts';
import type { AppointmentVerb } from '../policy/appointments.ts';
import type { Work } from '../verbs/carry-out.ts';
import type { Message } from '../verbs/message.ts';
import { elsewhenOf } from './clinic.ts';
import type { Fact, Situation, StoredSlot } from './facts.ts';
import { appointmentList, type Booking } from './list.ts';
import { type LockedBooking, lockBooking } from './lock-booking.ts';
import { isPossible, type Preview, presentPreview, presentSlot, type Slot } from './preview.ts';
import type { Previewed } from './preview-tokens.ts';
import { readResponse } from './responses.ts';

/** What a patient asks for: the change that they were shown by a preview. */
export interface AskedChange {
  readonly record: string;
  readonly appointment: string;
  readonly preview: string;
  readonly idempotencyKey: string;
}

/** What a change would do, found out under the locks that it needs. */
export interface Look {
  readonly facts: readonly Fact[];
  readonly slot?: StoredSlot | null;
}

/** One verb: what differs between them. */
export interface Change<Found extends Look> {
  readonly verb: AppointmentVerb;
  /** Its name in the audit. */
  readonly name: string;
  /** What was asked for besides the appointment. The same key with something else is refused. */
  readonly asked?: object;
  readonly look: (situation: Situation, work: Work) => Found | Promise<Found>;
  /** Makes the change, and says what it owes. */
  readonly change: (
    locked: LockedBooking,
    situation: Situation,
    found: Found,
    work: Work,
  ) => Promise<readonly Message[]>;
}

/** What comes back to the patient. */
export interface ChangedAppointment {
  readonly appointment: object | null;
  readonly userErrors: readonly UserError[];
  /** What would happen now, where that is not what the patient was shown. */
  readonly preview: Preview | null;
  /** With SLOT_TAKEN: the next free ones of the same clinic. */
  readonly nextFree: readonly Slot[] | null;
}

/** How many free slots a patient is told of who came too late. */
const alternatives = 5;

/**
 * The way of every verb that changes an appointment: find it as the viewer may see it, lock it, look anew at what the change
 * would do, and make it only when that is what the preview told; all in the one transaction of `carryOut`.
 */
export async function changeAppointment<Found extends Look>(
  context: TrustContext,
  input: AskedChange,
  { verb, name, asked = {}, look, change }: Change<Found>,
): Promise<ChangedAppointment> {
  const { record: recordId, idempotencyKey } = input;
  const { policy, previewTokens } = context;
  // by the id that it has now: imports may have found it to be the same as another since the patient was shown it
  const shown = await readBooking(context, recordId, input.appointment);

  const told = await context.carryOut<object, { previewed?: Previewed }>(
    { verb: name, recordId, idempotencyKey, input: { appointment: input.appointment, ...asked } },
    async (work) => {
      const locked = shown && (await lockBooking(work, shown.id, policy));
      if (!locked) return { userErrors: [userError('NOT_FOUND', 'appointment')] };
      const { booking } = locked;
      const { id } = booking;
      const response = await readResponse(work, id);
      const situation = { policy: policy.appointments, booking, response, mayAct: true, now: work.now };
      const found = await look(situation, work);
      const previewed = { verb, booking, facts: found.facts, slot: found.slot };
      if (!isPossible(found.facts)) return { userErrors: [obstacleOf(found.facts)], previewed };
      if (!(await previewTokens.holds(input.preview, previewed)))
        return { userErrors: [userError('PREVIEW_OUTDATED', 'preview')], previewed };
      return { done: {}, item: id, owes: await change(locked, situation, found, work) };
    },
  );

  const appointment = await readBooking(context, recordId, input.appointment);
  if ('done' in told) return { appointment, userErrors: [], preview: null, nextFree: null };
  const { userErrors, previewed } = told;
  const isTooLate = userErrors.some(({ code }) => code === 'SLOT_TAKEN');
  return {
    appointment,
    userErrors,
    preview: previewed ? presentPreview(previewTokens, previewed) : null,
    nextFree: previewed && isTooLate ? await nextFree(context, previewed.booking) : null,
  };
}

/** The appointment as the viewer may see it. */
async function readBooking(context: TrustContext, recordId: string, id: string): Promise<Booking | null> {
  return (await findItem(appointmentList, { typeName: '', id: recordId }, id, context)) as Booking | null;
}

async function nextFree(context: TrustContext, booking: Booking): Promise<Slot[]> {
  const elsewhen = elsewhenOf(booking);
  if (!elsewhen) return [];
  return (await context.readers().freeSlots(elsewhen, { limit: alternatives })).map(presentSlot);
}

function obstacleOf(facts: readonly Fact[]): UserError {
  const code = facts[0]?.code ?? '';
  if (code === 'SLOT_TAKEN') return userError('SLOT_TAKEN', 'slot');
  return userError('NOT_POSSIBLE', code.startsWith('SLOT_') ? 'slot' : 'appointment');
}
