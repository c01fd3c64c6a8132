import type { Contact } from '../graph/values.ts';
import type { AppointmentsPolicy, AppointmentVerb } from '../policy/appointments.ts';
import { clinicOf } from './clinic.ts';
import { type FactCode, type FactKind, kindOfFact, wordsOfFact } from './fact-words.ts';
import type { Booking } from './list.ts';
import { isNoticeGiven } from './notice.ts';

/** One thing that will happen, stands in the way, or is good to know, with words for the patient. */
export interface Fact {
  readonly code: FactCode;
  readonly kind: FactKind;
  readonly words: string;
  /** Number of the requirement behind it, or `assumed`; null where it is a matter of course. */
  readonly rule: string | null;
  readonly count: number | null;
  readonly date: Date | null;
  readonly contact: Contact | null;
}

/** What the patient has answered to an appointment so far. */
export interface AppointmentResponse {
  /** When they accepted it, and the time that they accepted: an acceptance ends when the appointment is moved. */
  readonly accepted: { readonly at: Date; readonly start: Date } | null;
  /** How often they moved it. */
  readonly reschedules: number;
  /** The slot that they moved it to. */
  readonly slotId: string | null;
}

export const noResponse: AppointmentResponse = { accepted: null, reschedules: 0, slotId: null };

/** A time at which a clinic has places. */
export interface StoredSlot {
  readonly id: string;
  readonly clinic: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly capacity: number;
  readonly taken: number;
}

/** Everything that a preview rests on. */
export interface Situation {
  readonly policy: AppointmentsPolicy;
  readonly booking: Booking;
  readonly response: AppointmentResponse;
  /** Whether the viewer is the patient, or a carer who may act for them: nobody else may change anything. */
  readonly mayAct: boolean;
  readonly now: Date;
}

/** The time that the patient is looking at: one that they chose (null: there is none such), or none yet. */
export type SlotChoice = { readonly slot: StoredSlot | null } | { readonly isAnyFree: boolean };

/** When the patient accepted the appointment as it stands; null when they have not, or it was moved since. */
export function acceptedAt({ startsAt }: Pick<Booking, 'startsAt'>, { accepted }: AppointmentResponse): Date | null {
  return accepted && accepted.start.getTime() === Date.parse(startsAt) ? accepted.at : null;
}

/** What accepting does (U9). */
export function factsOfAccept(situation: Situation): Fact[] {
  const { accept, requestRebooking, requestCancellation } = situation.policy;
  return (
    inTheWay(situation, 'accept', [acceptedAt(situation.booking, situation.response) !== null && 'ALREADY_ACCEPTED']) ??
    (requestRebooking.offered || requestCancellation.offered ? [fact('CAN_STILL_ASK', accept.rule)] : [])
  );
}

/** What asking for another date does (U2 U9): nothing, until staff have answered. */
export function factsOfRebookingRequest(situation: Situation): Fact[] {
  const { rule } = situation.policy.requestRebooking;
  return (
    inTheWay(situation, 'requestRebooking') ?? [
      fact('STAFF_DECIDE', rule),
      fact('STANDS_UNTIL_ANSWERED', rule),
      fact('NO_DATE_PROMISED', rule),
      ...toRearrange(situation),
      ...shortNotice(situation),
    ]
  );
}

/** What asking to cancel does (U2 U9). */
export function factsOfCancellationRequest(situation: Situation): Fact[] {
  const { rule } = situation.policy.requestCancellation;
  return (
    inTheWay(situation, 'requestCancellation') ?? [
      fact('STAFF_DECIDE', rule),
      fact('STANDS_UNTIL_ANSWERED', rule),
      ...toRearrange(situation),
      ...shortNotice(situation),
    ]
  );
}

/** What cancelling does (W10). */
export function factsOfCancel(situation: Situation): Fact[] {
  const { cancel } = situation.policy;
  const discharge = cancel.offered && cancel.discharges;
  return (
    inTheWay(situation, 'cancel') ?? [
      ...(discharge ? [fact('DISCHARGED', cancel.rule), fact('NEW_REFERRAL_NEEDED', cancel.rule)] : []),
      ...toRearrange(situation),
      ...shortNotice(situation),
    ]
  );
}

/** What moving to a free slot does (W8 W9). */
export function factsOfReschedule(situation: Situation, choice: SlotChoice): Fact[] {
  const { reschedule } = situation.policy;
  const { rule } = reschedule;
  const left = reschedulesLeft(situation);
  return (
    inTheWay(situation, 'reschedule', [left === 0 && 'LIMIT_REACHED', aboutSlot(situation, choice)]) ?? [
      ...('slot' in choice && choice.slot ? [fact('NEW_TIME', null, { date: choice.slot.startsAt })] : []),
      fact('CLINICIAN_AND_PLACE_STAY', reschedule.offered ? reschedule.sameClinic : rule),
      fact('RESCHEDULES_LEFT', rule, { count: left - 1 }),
      fact('NO_DATE_PROMISED', rule),
      ...toRearrange(situation),
      ...shortNotice(situation),
    ]
  );
}

/** How often the patient may still move the appointment (W8). */
export function reschedulesLeft({ policy: { reschedule }, response }: Pick<Situation, 'policy' | 'response'>): number {
  return reschedule.offered ? Math.max(0, reschedule.limit - response.reschedules) : 0;
}

/** The first thing that stands in the way, on its own: with it nothing would happen, so there is nothing else to tell. */
function inTheWay(
  { policy, booking: { kind, status, startsAt }, mayAct, now }: Situation,
  verb: AppointmentVerb,
  further: readonly (FactCode | false)[] = [],
): Fact[] | undefined {
  const { rule, ...offer } = policy[verb];
  const isPast = status === 'fulfilled' || status === 'did-not-attend' || Date.parse(startsAt) <= now.getTime();
  const code = [
    !('kinds' in offer && offer.kinds.includes(kind)) && 'NOT_THIS_KIND',
    status === 'cancelled' && 'ALREADY_CANCELLED',
    isPast && 'ALREADY_BEGUN',
    status.startsWith('pending-') && 'REQUEST_PENDING',
    !mayAct && 'ONLY_THE_PATIENT',
    ...further,
  ].find((found) => found !== false) as FactCode | undefined;
  if (code === undefined) return undefined;
  return [fact(code, code === 'NOT_THIS_KIND' || code === 'LIMIT_REACHED' ? rule : null)];
}

function aboutSlot({ booking, response, now }: Situation, choice: SlotChoice): FactCode | false {
  if ('isAnyFree' in choice) return !choice.isAnyFree && 'NO_FREE_SLOT';
  const { slot } = choice;
  if (!slot || slot.clinic !== clinicOf(booking.source.key, booking)) return 'SLOT_OF_ANOTHER_CLINIC';
  if (slot.id === response.slotId || slot.startsAt.getTime() === Date.parse(booking.startsAt)) return 'SLOT_IS_YOURS';
  if (slot.startsAt <= now) return 'SLOT_IS_OVER';
  return slot.taken >= slot.capacity && 'SLOT_TAKEN';
}

/** What is booked around the appointment is told to the hospital by phone (W12). */
function toRearrange({ policy: { rearrange }, booking }: Situation): Fact[] {
  if (!rearrange.byPhone) return [];
  const contact = booking.contact ?? null;
  return [
    ...(booking.transportBooked ? [fact('REARRANGE_TRANSPORT', rearrange.rule, { contact })] : []),
    ...(booking.interpreterBooked ? [fact('REARRANGE_INTERPRETER', rearrange.rule, { contact })] : []),
  ];
}

/** Advice, never a refusal (U10). */
function shortNotice({ policy: { notice }, booking, now }: Situation): Fact[] {
  if (isNoticeGiven(now, new Date(booking.startsAt), notice.workingDays)) return [];
  return [fact('SHORT_NOTICE', notice.rule, { count: notice.workingDays })];
}

function fact(code: FactCode, rule: string | null, more: Partial<Pick<Fact, 'count' | 'date' | 'contact'>> = {}): Fact {
  const { count = null, date = null, contact = null } = more;
  return { code, kind: kindOfFact(code), words: wordsOfFact(code, count ?? 0), rule, count, date, contact };
}
