import type { TrustEntry } from '@crosstrust/contract';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clinicOf } from '../appointments/clinic.ts';
import type { AppointmentContent } from '../storage/content.ts';
import { exampleTrusts } from '../testing/builders.ts';
import { anAppointment, aPatient, nhsNumberIs } from '../testing/fhir.ts';
import { type Importer, type ImportingTrusts, startTrusts } from '../testing/importer.ts';
import type { Appointment, Resource } from './fhir.ts';

const [one] = exampleTrusts as readonly [TrustEntry];
const patient = aPatient({ id: 'one', identifier: [nhsNumberIs('9434765919')] });
const clinic = [
  { resourceType: 'Practitioner', id: 'p', name: [{ text: 'Dr Ines Fontaine' }] },
  { resourceType: 'Location', id: 'l', name: 'Outpatients 3' },
  { resourceType: 'HealthcareService', id: 's', specialty: [{ text: 'Cardiology' }] },
  {
    resourceType: 'Schedule',
    id: 'schedule',
    actor: ['Practitioner/p', 'Location/l', 'HealthcareService/s'].map((reference) => ({ reference })),
  } as Resource,
] as Resource[];
const slot = (id: string, given: object = {}): Resource =>
  ({
    resourceType: 'Slot',
    id,
    status: 'free',
    start: '2027-06-01T10:00:00+01:00',
    end: '2027-06-01T10:30:00+01:00',
    schedule: { reference: 'Schedule/schedule' },
    ...given,
  }) as Resource;
const booking = (given: Partial<Appointment> = {}) =>
  anAppointment({
    id: 'a',
    specialty: [{ text: 'Cardiology' }],
    participant: ['Patient/one', 'Practitioner/p', 'Location/l'].map((reference) => ({ actor: { reference } })),
    slot: [{ reference: 'Slot/x' }],
    ...given,
  });
const later = { start: '2027-06-08T10:00:00+01:00', end: '2027-06-08T10:30:00+01:00' };

describe('free times of a clinic', () => {
  let trusts: ImportingTrusts;
  let importer: Importer;

  beforeAll(async () => {
    trusts = await startTrusts();
    importer = await trusts.add(one);
  });
  beforeEach(() =>
    importer.rows(
      'truncate record, item, item_route, item_key, slot, slot_source, appointment_response, set_aside cascade',
    ),
  );
  afterAll(() => trusts.drop());

  const importAll = (...resources: Resource[]) => importer.importAll(patient, ...clinic, ...resources);
  const places = async () =>
    (
      await importer.rows<{ starts_at: Date; capacity: number; taken: number }>('select * from slot order by starts_at')
    ).map(({ starts_at, capacity, taken }) => `${starts_at.toISOString()} ${taken}/${capacity}`);
  const takeOne = () => importer.rows('update slot set taken = taken + 1');

  it('W8 W9 are of the same clinic as its appointments, one place for each slot that is free', async () => {
    const report = await importAll(
      slot('x'),
      slot('y'),
      slot('z', { status: 'busy' }),
      slot('o', { overbooked: true }),
      booking({ slot: [] }),
    );
    expect(report.slots).toBe(4);
    expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 0/2']);
    const [row] = await importer.rows<{ clinic: string }>('select clinic from slot');
    const [item] = await importer.items();
    expect(clinicOf('example', item?.content as unknown as AppointmentContent)).toBe(row?.clinic);
  });

  it('are the same when they come again, in one import or several', async () => {
    await importAll(slot('x'), slot('y', later));
    await importAll(slot('z'));
    const before = await places();
    expect(before).toEqual(['2027-06-01T09:00:00.000Z 0/2', '2027-06-08T09:00:00.000Z 0/1']);
    await importAll(slot('x'), slot('y', later), slot('z'));
    expect(await places()).toEqual(before);
  });

  it('go when they are busy, move when they move, and never below what patients have taken', async () => {
    await importAll(slot('x'), slot('y'));
    await takeOne();
    await importAll(slot('x', { status: 'busy' }));
    expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 1/1']);
    await importAll(slot('y', later));
    expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 1/1', '2027-06-08T09:00:00.000Z 0/1']);
    await importAll(slot('y', { ...later, status: 'busy' }));
    expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 1/1']);
  });

  it('passes over what has begun, and sets aside what says neither who nor where', async () => {
    const report = await importAll(
      slot('x', { start: '2026-11-20T09:00:00Z', end: '2026-11-20T09:30:00Z' }),
      slot('y', { schedule: { reference: 'Schedule/elsewhere' } }),
      slot('z', { start: 'soon' }),
    );
    expect(await places()).toEqual([]);
    expect(Object.fromEntries(report.setAside)).toEqual({
      'a time of a clinic that does not say who or where': 1,
      'a date that cannot be': 1,
    });
  });

  it('an older version of a slot changes nothing', async () => {
    await importAll({ ...slot('x', { status: 'busy' }), meta: { lastUpdated: '2026-02-02T00:00:00Z' } });
    await importAll({ ...slot('x'), meta: { lastUpdated: '2026-01-01T00:00:00Z' } });
    expect(await places()).toEqual([]);
  });

  it('W10 an appointment has its place in the slot that it names, and gives it back when it is cancelled or moved', async () => {
    await importAll(slot('x', { status: 'busy' }), booking());
    expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 1/1']);
    await importAll(slot('x', { status: 'busy' }), booking());
    expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 1/1']);
    expect(await importer.rows('select slot_id = (select id from slot) as held from appointment_response')).toEqual([
      { held: true },
    ]);
    await importAll(
      slot('x'),
      slot('y', { ...later, status: 'busy' }),
      booking({ ...later, slot: [{ reference: 'Slot/y' }] }),
    );
    expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 0/1', '2027-06-08T09:00:00.000Z 1/1']);
    await importAll(slot('y', later), booking({ ...later, status: 'cancelled', slot: [{ reference: 'Slot/y' }] }));
    expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 0/1', '2027-06-08T09:00:00.000Z 0/1']);
    expect(await importer.rows('select slot_id from appointment_response')).toEqual([{ slot_id: null }]);
  });

  it('W10 an appointment gives its place back when it is removed, or moved without naming another', async () => {
    for (const change of [
      { status: 'entered-in-error' as const, slot: [] },
      { ...later, slot: [] },
    ]) {
      await importAll(slot('x', { status: 'busy' }), booking());
      expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 1/1']);
      await importAll(slot('x'), booking(change));
      expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 0/1']);
      expect(await importer.rows('select slot_id from appointment_response')).toEqual([{ slot_id: null }]);
    }
  });

  it('W10 waits for a patient who is cancelling, and does not undo it with what was known before', async () => {
    const told = (changed: string, given: Partial<Appointment> = {}) => ({
      ...booking({ slot: [], ...given }),
      meta: { lastUpdated: changed },
    });
    await importAll(told('2026-11-01T00:00:00Z'));
    const verb = new Client({ connectionString: importer.url });
    await verb.connect();
    try {
      await verb.query('begin');
      await verb.query("update item set status = 'cancelled', updated_at = imported_at + interval '1 minute'");
      const importing = importAll(told('2026-11-18T00:00:00Z', later));
      await expect
        .poll(() => importer.rows(`select from pg_stat_activity where wait_event_type = 'Lock'`))
        .toHaveLength(1);
      await verb.query('commit');
      await importing;
    } finally {
      await verb.end();
    }
    expect((await importer.items()).map(({ status, at }) => [status, at])).toEqual([
      ['cancelled', '2027-06-01T09:00:00.000Z'],
    ]);
  });

  it('leaves the place that a patient has moved to, and does not take back the one that they gave up', async () => {
    await importAll(slot('x', { status: 'busy' }), slot('y', later), booking());
    await importer.rows(`update slot set taken = case when starts_at < '2027-06-05' then 0 else 1 end`);
    await importer.rows(`update appointment_response set slot_id = (select id from slot where taken = 1)`);
    await importer.rows(`update item set at = '2027-06-08T09:00:00Z', updated_at = '2026-11-20T13:00:00Z'`);
    await importAll(slot('x', { status: 'busy' }), slot('y', later), booking());
    expect(await places()).toEqual(['2027-06-01T09:00:00.000Z 0/1', '2027-06-08T09:00:00.000Z 1/1']);
  });
});
