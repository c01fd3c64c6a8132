import { describe, expect, it } from 'vitest';
import { allBundles, resourcesOf, sampleDay, type SampleResource } from '../../testing/sample-bundles.ts';
import { ubrnSystem } from '../appointments.ts';
import { samplePeople } from '../write-samples.ts';

interface Extension {
  readonly url: string;
  readonly valueCode?: string;
  readonly valueBoolean?: boolean;
}
const ofType = (resources: readonly SampleResource[], type: string) =>
  resources.filter(({ resourceType }) => resourceType === type);
const extensions = ({ extension }: SampleResource) => (extension ?? []) as Extension[];
const codes = (resource: SampleResource) => extensions(resource).flatMap(({ valueCode }) => valueCode ?? []);
const everything = allBundles().flatMap(({ entry }) => entry.map(({ resource }) => resource));
const appointments = ofType(everything, 'Appointment');
const bookingOf = ({ identifier }: SampleResource) =>
  ((identifier ?? []) as { system: string; value: string }[]).find(({ system }) => system === ubrnSystem)?.value;
const span = ({ start, end }: SampleResource) => [Date.parse(String(start)), Date.parse(String(end))] as const;

describe('the sample appointments', () => {
  it('are in every state of the NHS', () => {
    expect(new Set(appointments.map(({ status }) => status))).toEqual(
      new Set(['booked', 'cancelled', 'fulfilled', 'noshow']),
    );
    expect(appointments.flatMap(codes)).toEqual(
      expect.arrayContaining(['Pending Change', 'Pending Reschedule', 'Pending Cancellation']),
    );
  });

  it('are of every kind and held in every way', () => {
    expect(appointments.flatMap(codes)).toEqual(
      expect.arrayContaining(['In-person', 'Telephone', 'Video', 'daycase', 'inpatient', 'diagnostic']),
    );
  });

  it('have transport or an interpreter booked for who stands for it', () => {
    const booked = (key: string, word: string) =>
      ofType(resourcesOf(key, 'west-herts-royal-free'), 'Appointment').filter((appointment) =>
        extensions(appointment).some(({ url, valueBoolean }) => url.includes(word) && valueBoolean),
      ).length;
    expect([booked('transport', 'transport'), booked('interpreter', 'interpreter')]).toEqual([2, 1]);
  });

  it('have bookings of their own, but for the one that two trusts hold and the one that came by two routes', () => {
    const counts = Map.groupBy(appointments.map(bookingOf), (booking) => booking);
    expect([...counts].filter(([, held]) => held.length > 1).map(([booking, held]) => [booking, held.length])).toEqual([
      ['000099000033', 2],
      ['000099000026', 2],
    ]);
  });
});

describe('the days to come of who is at six trusts', () => {
  // So that each weekday is the first one once, and Christmas is near, and summer time begins and ends.
  const days = [
    '06-15',
    '06-16',
    '06-17',
    '06-18',
    '06-19',
    '06-20',
    '06-21',
    '11-20',
    '12-01',
    '12-13',
    '10-09',
    '03-11',
  ];
  it.each(days)('hold the clashes that are meant and no others, from %s on', (from) => {
    const day = new Date(`2026-${from}T12:00:00Z`);
    const person = samplePeople(day).find(({ key }) => key === 'six-trusts');
    const coming = (person?.trusts ?? []).flatMap((trust) =>
      ofType(resourcesOf('six-trusts', trust, day), 'Appointment')
        .filter((one) => one.status === 'booked' && one['start'] !== undefined)
        .map((one) => ({ trust, booking: bookingOf(one), span: span(one) })),
    );
    const meetings = coming.flatMap((one, index) =>
      coming
        .slice(index + 1)
        .filter((other) => other.span[0] < one.span[1] + 3_600_000 && one.span[0] < other.span[1] + 3_600_000)
        .map((other) => [one.trust, other.trust, one.booking === other.booking]),
    );
    expect(meetings).toEqual([
      ['west-herts-royal-free', 'kings-guys', false],
      ['kings-guys', 'kings-guys', true],
      ['st-georges', 'kingston', false],
      ['st-georges', 'kingston', true],
    ]);
  });

  it('hold one that is damaged', () => {
    const damaged = ofType(resourcesOf('six-trusts', 'kingston'), 'Appointment').filter(({ start }) => !start);
    expect(damaged).toHaveLength(1);
  });
});

describe('the sample letters and results', () => {
  it('hold a letter that took the place of another, and ones with something in the envelope', () => {
    const letters = ofType(everything, 'DocumentReference');
    expect(letters.filter(({ relatesTo }) => relatesTo).length).toBeGreaterThan(5);
    const types = new Set(letters.map(({ type }) => (type as { text: string }).text));
    expect(types).toEqual(
      new Set([
        'Appointment letter',
        'Appointment confirmation letter',
        'Outpatient letter',
        'Clinic outcome letter',
        'Discharge summary',
      ]),
    );
    const posted = ofType(resourcesOf('derby-burton', 'derby-burton'), 'DocumentReference').filter((letter) =>
      extensions(letter).some(({ url }) => url.endsWith('/enclosure')),
    );
    expect(posted).toHaveLength(2);
  });

  it('hold one test with a history at two trusts, in one unit, and one result that is not given out yet', () => {
    const values = (trust: string) =>
      ofType(resourcesOf('six-trusts', trust), 'Observation')
        .filter(({ note }) => note)
        .map(({ valueQuantity }) => valueQuantity as { value: number; unit: string });
    const both = [...values('kings-guys'), ...values('west-herts-royal-free')];
    expect(both.map(({ value }) => value)).toEqual([49, 58, 64, 51, 53, 66, 55, 46]);
    expect(new Set(both.map(({ unit }) => unit))).toEqual(new Set(['mmol/mol']));
    expect(ofType(everything, 'DiagnosticReport').filter(({ status }) => status === 'preliminary')).toHaveLength(1);
  });
});

it('tells free places of West Herts for eight weeks, on weekdays, some several times', () => {
  const slots = ofType(everything, 'Slot').filter(({ status }) => status === 'free');
  const days = slots.map(({ start }) => new Date(String(start)));
  expect(slots.length).toBeGreaterThan(1_000);
  expect(days.filter((day) => [0, 6].includes(day.getUTCDay()))).toEqual([]);
  expect(Math.max(...days.map(Number)) - sampleDay.getTime()).toBeGreaterThan(53 * 86_400_000);
  const schedules = Map.groupBy(slots, ({ schedule, start }) => JSON.stringify([schedule, start]));
  expect(new Set([...schedules.values()].map((same) => same.length))).toEqual(new Set([1, 2]));
});
