import { describe, expect, it } from 'vitest';
import type { AppointmentsPolicy } from '../policy/appointments.ts';
import { aPolicy } from '../testing/builders.ts';
import { clinicOf } from './clinic.ts';
import {
  acceptedAt,
  type Fact,
  factsOfAccept,
  factsOfCancel,
  factsOfCancellationRequest,
  factsOfRebookingRequest,
  factsOfReschedule,
  noResponse,
  type Situation,
  type SlotChoice,
  type StoredSlot,
} from './facts.ts';
import type { Booking } from './list.ts';

const contact = { name: 'Cardiology bookings', phone: '+442079460123' };
const booking: Booking = {
  id: 'item',
  recordId: 'record',
  source: { key: 'example' },
  status: 'booked',
  kind: 'outpatient',
  mode: 'in-person',
  startsAt: '2026-06-22T09:00:00.000Z',
  endsAt: '2026-06-22T09:20:00.000Z',
  specialty: 'Cardiology',
  clinician: { name: 'Dr Ines Fontaine' },
  contact,
  transportBooked: false,
  interpreterBooked: false,
};
const slot: StoredSlot = {
  id: 'slot',
  clinic: clinicOf('example', booking) ?? '',
  startsAt: new Date('2026-06-24T09:00:00Z'),
  endsAt: new Date('2026-06-24T09:30:00Z'),
  capacity: 2,
  taken: 1,
};
const policy = aPolicy().appointments;
const aSituation = ({ of = {}, ...given }: Partial<Situation> & { of?: Partial<Booking> } = {}): Situation => ({
  policy,
  booking: { ...booking, ...of },
  response: noResponse,
  mayAct: true,
  now: new Date('2026-06-10T09:00:00Z'),
  ...given,
});
const withPolicy = (change: Partial<AppointmentsPolicy>) => ({ ...policy, ...change }) as AppointmentsPolicy;
const codesOf = (facts: readonly Fact[]) => facts.map(({ code }) => code);

const verbs = {
  accept: factsOfAccept,
  requestRebooking: factsOfRebookingRequest,
  requestCancellation: factsOfCancellationRequest,
  cancel: factsOfCancel,
  reschedule: (situation: Situation) => factsOfReschedule(situation, { slot }),
};
const accepted = { at: new Date('2026-06-09T10:00:00Z'), start: new Date(booking.startsAt) };
const moved = { ...noResponse, reschedules: 1 };
const soon = new Date('2026-06-18T09:00:00Z');

describe('what a change brings about', () => {
  it.each<[string, keyof typeof verbs, ReturnType<typeof aSituation>, string[]]>([
    ['U9 one can still ask after accepting', 'accept', aSituation(), ['CAN_STILL_ASK']],
    ['U9 even at short notice', 'accept', aSituation({ now: soon }), ['CAN_STILL_ASK']],
    [
      'U9 not where the trust takes no requests',
      'accept',
      aSituation({
        policy: withPolicy({
          requestRebooking: { offered: false, rule: 'assumed' },
          requestCancellation: { offered: false, rule: 'assumed' },
        }),
      }),
      [],
    ],
    [
      'U2 staff decide on a rebooking',
      'requestRebooking',
      aSituation(),
      ['STAFF_DECIDE', 'STANDS_UNTIL_ANSWERED', 'NO_DATE_PROMISED'],
    ],
    [
      'U9 also when it was accepted',
      'requestRebooking',
      aSituation({ response: { ...noResponse, accepted } }),
      ['STAFF_DECIDE', 'STANDS_UNTIL_ANSWERED', 'NO_DATE_PROMISED'],
    ],
    ['U2 staff decide on cancelling', 'requestCancellation', aSituation(), ['STAFF_DECIDE', 'STANDS_UNTIL_ANSWERED']],
    [
      'U10 short notice is advice with a request',
      'requestCancellation',
      aSituation({ now: soon }),
      ['STAFF_DECIDE', 'STANDS_UNTIL_ANSWERED', 'SHORT_NOTICE'],
    ],
    [
      'U10 and with cancelling',
      'cancel',
      aSituation({ now: soon }),
      ['DISCHARGED', 'NEW_REFERRAL_NEEDED', 'SHORT_NOTICE'],
    ],
    [
      'U10 not where the trust asks for none',
      'cancel',
      aSituation({ now: soon, policy: withPolicy({ notice: { workingDays: 0, rule: 'assumed' } }) }),
      ['DISCHARGED', 'NEW_REFERRAL_NEEDED'],
    ],
    ['W10 cancelling discharges', 'cancel', aSituation(), ['DISCHARGED', 'NEW_REFERRAL_NEEDED']],
    [
      'W10 not where it does not',
      'cancel',
      aSituation({ policy: withPolicy({ cancel: { ...policy.cancel, discharges: false } as never }) }),
      [],
    ],
    [
      'W12 transport and interpreter are rearranged by phone',
      'cancel',
      aSituation({ of: { transportBooked: true, interpreterBooked: true } }),
      ['DISCHARGED', 'NEW_REFERRAL_NEEDED', 'REARRANGE_TRANSPORT', 'REARRANGE_INTERPRETER'],
    ],
    [
      'W12 not where the trust does it itself',
      'cancel',
      aSituation({
        of: { transportBooked: true, interpreterBooked: true },
        policy: withPolicy({ rearrange: { byPhone: false, rule: 'assumed' } }),
      }),
      ['DISCHARGED', 'NEW_REFERRAL_NEEDED'],
    ],
    [
      'W8 W9 moving: the new time, what stays, how often still',
      'reschedule',
      aSituation(),
      ['NEW_TIME', 'CLINICIAN_AND_PLACE_STAY', 'RESCHEDULES_LEFT', 'NO_DATE_PROMISED'],
    ],
    [
      'W12 U10 moving with transport, late',
      'reschedule',
      aSituation({ now: soon, of: { transportBooked: true } }),
      [
        'NEW_TIME',
        'CLINICIAN_AND_PLACE_STAY',
        'RESCHEDULES_LEFT',
        'NO_DATE_PROMISED',
        'REARRANGE_TRANSPORT',
        'SHORT_NOTICE',
      ],
    ],
  ])('%s', (_case, verb, situation, codes) => expect(codesOf(verbs[verb](situation))).toEqual(codes));

  it('tells whole facts, with words, rule, count, date and contact', () => {
    expect(factsOfReschedule(aSituation({ now: soon, of: { transportBooked: true } }), { slot })).toEqual([
      {
        code: 'NEW_TIME',
        kind: 'CONSEQUENCE',
        words: 'This will be the time of your appointment.',
        rule: null,
        count: null,
        date: slot.startsAt,
        contact: null,
      },
      {
        code: 'CLINICIAN_AND_PLACE_STAY',
        kind: 'CONSEQUENCE',
        words: 'Only the date and time change. The clinician and the place stay as they are.',
        rule: 'assumed',
        count: null,
        date: null,
        contact: null,
      },
      {
        code: 'RESCHEDULES_LEFT',
        kind: 'CONSEQUENCE',
        words: 'After this you can move this appointment once more yourself.',
        rule: 'assumed',
        count: 1,
        date: null,
        contact: null,
      },
      {
        code: 'NO_DATE_PROMISED',
        kind: 'CONSEQUENCE',
        words: 'No particular date can be promised.',
        rule: 'assumed',
        count: null,
        date: null,
        contact: null,
      },
      {
        code: 'REARRANGE_TRANSPORT',
        kind: 'CONSEQUENCE',
        words:
          'Patient transport is booked for this appointment and does not change with it. Call the hospital to change it.',
        rule: 'assumed',
        count: null,
        date: null,
        contact,
      },
      {
        code: 'SHORT_NOTICE',
        kind: 'ADVICE',
        words:
          'This is less than 3 working days’ notice. Where you can, tell the hospital earlier, so that it can give the time to somebody else.',
        rule: 'assumed',
        count: 3,
        date: null,
        contact: null,
      },
    ]);
  });
});

describe('what stands in the way', () => {
  const everyVerb = Object.keys(verbs) as (keyof typeof verbs)[];
  const cases: [string, ReturnType<typeof aSituation>][] = [
    ['NOT_THIS_KIND', aSituation({ of: { kind: 'day-case' } })],
    ['ALREADY_CANCELLED', aSituation({ of: { status: 'cancelled' } })],
    ['ALREADY_BEGUN', aSituation({ now: new Date(booking.startsAt) })],
    ['ALREADY_BEGUN', aSituation({ of: { status: 'fulfilled' } })],
    ['ALREADY_BEGUN', aSituation({ of: { status: 'did-not-attend' } })],
    ['REQUEST_PENDING', aSituation({ of: { status: 'pending-change' } })],
    ['REQUEST_PENDING', aSituation({ of: { status: 'pending-reschedule' } })],
    ['REQUEST_PENDING', aSituation({ of: { status: 'pending-cancellation' } })],
    ['ONLY_THE_PATIENT', aSituation({ mayAct: false })],
  ];
  it.each(everyVerb.flatMap((verb) => cases.map(([code, situation]) => [verb, code, situation] as const)))(
    'of %s: %s, alone',
    (verb, code, situation) =>
      expect(verbs[verb](situation).map((fact) => [fact.code, fact.kind])).toEqual([[code, 'OBSTACLE']]),
  );

  it.each(everyVerb)('nothing a millisecond before it begins, of %s', (verb) => {
    const facts = verbs[verb](aSituation({ now: new Date(Date.parse(booking.startsAt) - 1) }));
    expect(facts.filter(({ kind }) => kind === 'OBSTACLE')).toEqual([]);
  });

  it.each(everyVerb)('a verb that is not offered is for no kind, of %s', (verb) => {
    const situation = aSituation({ policy: withPolicy({ [verb]: { offered: false, rule: 'assumed' } }) });
    expect(codesOf(verbs[verb](situation))).toEqual(['NOT_THIS_KIND']);
  });

  it('U9 of accepting twice', () => {
    expect(codesOf(factsOfAccept(aSituation({ response: { ...noResponse, accepted } })))).toEqual(['ALREADY_ACCEPTED']);
  });

  it.each<[string, Situation, SlotChoice]>([
    ['LIMIT_REACHED', aSituation({ response: { ...noResponse, reschedules: 2 } }), { slot }],
    ['NO_FREE_SLOT', aSituation(), { isAnyFree: false }],
    ['SLOT_OF_ANOTHER_CLINIC', aSituation(), { slot: null }],
    ['SLOT_OF_ANOTHER_CLINIC', aSituation(), { slot: { ...slot, clinic: 'another' } }],
    ['SLOT_OF_ANOTHER_CLINIC', aSituation({ of: { clinician: { name: 'Dr Else' } } }), { slot }],
    ['SLOT_IS_YOURS', aSituation(), { slot: { ...slot, startsAt: new Date(booking.startsAt) } }],
    ['SLOT_IS_YOURS', aSituation({ response: { ...moved, slotId: slot.id } }), { slot }],
    ['SLOT_IS_OVER', aSituation(), { slot: { ...slot, startsAt: new Date('2026-06-10T09:00:00Z') } }],
    ['SLOT_TAKEN', aSituation(), { slot: { ...slot, taken: 2 } }],
  ])('W8 W9 of moving: %s', (code, situation, choice) =>
    expect(codesOf(factsOfReschedule(situation, choice))).toEqual([code]),
  );

  it('W8 nothing of moving while no time is chosen and some are free', () => {
    expect(codesOf(factsOfReschedule(aSituation(), { isAnyFree: true }))).toEqual([
      'CLINICIAN_AND_PLACE_STAY',
      'RESCHEDULES_LEFT',
      'NO_DATE_PROMISED',
    ]);
  });

  it('W8 the policy’s limit on moving: a higher one lets the patient move it again', () => {
    const response = { ...noResponse, reschedules: 2 };
    const higher = withPolicy({ reschedule: { ...policy.reschedule, limit: 3 } as never });
    expect(factsOfReschedule(aSituation({ response, policy: higher }), { slot })).toContainEqual(
      expect.objectContaining({ code: 'RESCHEDULES_LEFT', count: 0 }),
    );
  });
});

describe('acceptedAt', () => {
  it('U9 is when the patient accepted the appointment as it stands', () => {
    expect(acceptedAt(booking, { ...noResponse, accepted })).toEqual(accepted.at);
    expect(acceptedAt({ startsAt: '2026-06-23T09:00:00.000Z' }, { ...noResponse, accepted })).toBeNull();
    expect(acceptedAt(booking, noResponse)).toBeNull();
  });
});
