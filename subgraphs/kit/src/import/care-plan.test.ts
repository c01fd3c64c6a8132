import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aContext, entryOf } from '../testing/fhir.ts';
import { appointmentsOfCarePlan } from './care-plan.ts';
import type { Resource } from './fhir.ts';
import { mapAppointment } from './map-appointment.ts';
import type { MappedItem } from './mapping.ts';
import { readJson } from './read-json.ts';
import { readSource } from './read-source.ts';

const extension = (name: string, value: object) => ({
  url: `https://fhir.nhs.uk/StructureDefinition/Extension-${name}`,
  ...value,
});
const carePlan = (...activity: object[]) =>
  ({
    resourceType: 'CarePlan',
    subject: { identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9000000009' } },
    activity: activity.map((detail) => ({ detail })),
  }) as unknown as Resource;
const activity = (status: string, encounterClass: string, medium?: string) => ({
  id: 'a',
  kind: 'Appointment',
  status: 'in-progress',
  extension: [
    extension('Appointment-Status', { valueCoding: { code: status } }),
    extension('Encounter-Class', { valueCode: encounterClass }),
    ...(medium ? [extension('Consultation-Medium', { valueCode: medium })] : []),
  ],
  description: 'Dermatology',
  scheduledPeriod: { start: '2026-04-10T09:05:00.000Z' },
  location: { type: 'Location', display: 'Chapel Street Hospital' },
});
const mapped = (resource: Resource) =>
  appointmentsOfCarePlan(resource).map((appointment) => mapAppointment(entryOf(appointment), aContext()));

describe('appointmentsOfCarePlan', () => {
  it('is an appointment with its place and time', () => {
    expect(mapped(carePlan(activity('bookedPendingChange', 'outpatient', 'VIDEO_CONSULTATION')))).toEqual([
      {
        section: 'OUTPATIENT_APPOINTMENTS',
        at: '2026-04-10T09:05:00.000Z',
        status: 'pending-change',
        content: {
          kind: 'outpatient',
          mode: 'video',
          startsAt: '2026-04-10T09:05:00.000Z',
          reason: 'Dermatology',
          location: { name: 'Chapel Street Hospital' },
        },
      },
    ]);
  });

  it.each([
    ['booked', 'booked'],
    ['bookedPendingChange', 'pending-change'],
    ['bookedPendingReschedule', 'pending-reschedule'],
    ['bookedPendingCancellation', 'pending-cancellation'],
    ['cancelled', 'cancelled'],
    ['cancelledPendingReschedule', 'cancelled'],
    ['fulfilled', 'fulfilled'],
    ['noshow', 'did-not-attend'],
  ])('has the state of %s, of every class', (code, status) => {
    for (const [encounterClass, kind] of [
      ['outpatient', 'outpatient'],
      ['inpatient', 'inpatient'],
      ['daycase', 'day-case'],
    ] as const)
      expect(mapped(carePlan(activity(code, encounterClass)))).toMatchObject([{ status, content: { kind } }]);
  });

  it.each([
    ['FACE_TO_FACE', 'in-person'],
    ['VIDEO_CONSULTATION', 'video'],
    ['VIRTUAL', 'video'],
    ['TELEPHONE_CONSULTATION', 'telephone'],
  ])('takes place as %s says', (medium, mode) =>
    expect(mapped(carePlan(activity('booked', 'outpatient', medium)))).toMatchObject([{ content: { mode } }]),
  );

  it('is diagnostic by its words', () => {
    const scan = { ...activity('fulfilled', 'outpatient'), description: 'MRI Scan' };
    expect(mapped(carePlan(scan))).toMatchObject([
      { section: 'RADIOLOGY_APPOINTMENTS', content: { kind: 'diagnostic' } },
    ]);
  });

  it('is none of documents, of other care plans and of other resources', () => {
    expect(
      appointmentsOfCarePlan(carePlan({ ...activity('booked', 'outpatient'), kind: 'DocumentReference' })),
    ).toEqual([]);
    expect(appointmentsOfCarePlan({ resourceType: 'CarePlan' })).toEqual([]);
    expect(appointmentsOfCarePlan({ resourceType: 'Claim' })).toEqual([]);
  });

  const examples = resolve(import.meta.dirname, '../../../../../shared/data/uk-fhir.tar.gz');
  it.skipIf(!existsSync(examples))('maps every state of the Aggregator’s own examples', async () => {
    const found = new Map<string, number>();
    const files = readSource(examples, { passOver: () => undefined, damaged: () => undefined });
    for await (const { name, stream } of files) {
      const isOne = name.includes('allAppointmentStates');
      for await (const read of readJson(name, stream)) {
        if (!isOne || read.kind !== 'resource') continue;
        for (const item of mapped(read.resource) as MappedItem[]) {
          const { kind, mode } = item.content as { kind: string; mode: string };
          const key = [item.status, kind, mode].join(' ');
          found.set(key, (found.get(key) ?? 0) + 1);
        }
      }
    }
    expect(Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)))).toEqual({
      'booked day-case in-person': 1,
      'booked inpatient in-person': 1,
      'booked outpatient in-person': 4,
      'booked outpatient video': 2,
      'cancelled day-case in-person': 4,
      'cancelled inpatient in-person': 4,
      'cancelled outpatient in-person': 3,
      'cancelled outpatient video': 2,
      'did-not-attend outpatient in-person': 2,
      'fulfilled day-case in-person': 1,
      'fulfilled inpatient in-person': 1,
      'fulfilled outpatient in-person': 3,
      'fulfilled outpatient video': 1,
      'pending-cancellation day-case in-person': 1,
      'pending-cancellation inpatient in-person': 1,
      'pending-cancellation outpatient video': 1,
      'pending-change day-case in-person': 1,
      'pending-change inpatient in-person': 1,
      'pending-change outpatient in-person': 1,
      'pending-reschedule day-case in-person': 1,
      'pending-reschedule inpatient in-person': 1,
      'pending-reschedule outpatient in-person': 1,
    });
  });
});
