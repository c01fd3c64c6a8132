import { appointmentSections, type Grant } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import ICAL from 'ical.js';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../storage/migrate.ts';
import type { AppointmentContent, ObservationContent, ResultContent } from '../storage/content.ts';
import type { Policy } from '../policy/policy.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { seed, type SeedItem } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const record = uuid(1);
const now = new Date('2026-06-15T09:00:00.000Z');
const clock = () => now;

const appointment = (n: number, startsAt: string, given: Partial<AppointmentContent> = {}): SeedItem => ({
  id: uuid(n),
  section: 'OUTPATIENT_APPOINTMENTS',
  source: 'example',
  at: startsAt,
  status: 'booked',
  content: { kind: 'outpatient', mode: 'in-person', startsAt, ...given },
});
const result = (n: number, takenAt: string, observations: ObservationContent[], status: SeedItem['status'] = 'final') =>
  ({
    id: uuid(n),
    section: 'TEST_RESULTS',
    source: 'example',
    at: takenAt,
    status,
    content: { name: 'Bloods', takenAt, observations } satisfies ResultContent,
  }) satisfies SeedItem;
const loinc = (code: string) => ({ system: 'http://loinc.org', code });
const haemoglobin = (number: number, given: Partial<ObservationContent> = {}): ObservationContent => ({
  name: 'Haemoglobin',
  code: loinc('718-7'),
  value: { kind: 'quantity', number, unit: 'g/L' },
  ...given,
});

const items: SeedItem[] = [
  appointment(11, '2026-07-01T08:30:00.000Z', {
    endsAt: '2026-07-01T09:00:00.000Z',
    specialty: 'Cardiology',
    clinician: { name: 'Dr Ines Fontaine' },
    reason: 'Chest pain',
    location: {
      name: 'Outpatients 3',
      address: ['Galsworthy Road'],
      postcode: 'KT2 7QB',
      position: { latitude: 51.4149, longitude: -0.2825 },
    },
    identifiers: [
      { kind: 'booking', system: ' https://fhir.nhs.uk/Id/UBRN ', value: '0000 1234-5678' },
      { kind: 'pathway', system: 'https://fhir.nhs.uk/Id/PathwayId', value: 'P1' },
    ],
  }),
  { ...appointment(12, '2026-05-01T08:30:00.000Z', { kind: 'diagnostic', mode: 'telephone' }), status: 'cancelled' },
  { ...appointment(13, '2026-05-02T08:30:00.000Z', { kind: 'inpatient' }), section: 'ADMISSIONS' },
  appointment(14, '2024-06-15T08:59:59.000Z'), // a second too old
  appointment(15, '2028-06-15T09:00:00.000Z'), // at the end of the window, which is open
  result(21, '2026-05-03T10:00:00.000Z', [
    haemoglobin(131, { referenceRange: { low: 115, high: 165, unit: 'g/L' } }),
    haemoglobin(13, { referenceRange: { low: 115, unit: 'g/dL' } }),
    { name: 'In words', code: loinc('1'), value: { kind: 'text', text: 'Positive' } },
    { name: 'Without a code', value: { kind: 'quantity', number: 1 } },
    {
      name: 'Blood pressure',
      code: loinc('85354-9'),
      components: [
        { name: 'Systolic', code: loinc('8480-6'), value: { kind: 'quantity', number: 120, unit: 'mm[Hg]' } },
      ],
    },
  ]),
  result(22, '2026-05-04T10:00:00.000Z', [haemoglobin(999)], 'unreleased'),
  result(23, '2021-06-15T08:59:59.000Z', [haemoglobin(998)]), // a second too old
  ...Array.from({ length: 260 }, (_, n) =>
    result(
      1_000 + n,
      new Date(Date.UTC(2025, 0, 1, 0, n)).toISOString(),
      Array.from({ length: 8 }, (_, m) => haemoglobin(n * 10 + m)),
    ),
  ),
];

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
const running: RunningService[] = [];

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, [
    { id: record, patient: { nhsNumber: '9990000018', name: 'Ada Okafor', birthDate: '1992-03-04' }, items },
  ]);
  issuer = await startIssuer();
});
afterAll(async () => {
  await Promise.all([...running.map((service) => service.close()), issuer?.close()]);
  await database?.drop();
});

async function trustWith(policy: Policy): Promise<RunningService> {
  const trust = await startTrust({ policy, databaseUrl: database.appUrl, issuerUrl: issuer.url, clock });
  running.push(trust);
  return trust;
}
const own: Grant = { record, relation: 'self', sections: 'all' };
const tokenFor = (grant: Partial<Grant> = {}) =>
  issuer.mint({ audience: 'example', grants: [{ ...own, ...grant }], now });

/** A field of the record, or the codes of the errors. */
async function fieldOf(trust: RunningService, field: string, grant: Partial<Grant> = {}) {
  const answer = (await ask(trust.url, `{ exampleRecord(id: "${record}") { field: ${field} } }`, {
    token: await tokenFor(grant),
  })) as { data: { exampleRecord: { field: never } | null }; errors?: { extensions: { code: string } }[] };
  return answer.errors ? answer.errors.map(({ extensions }) => extensions.code) : answer.data.exampleRecord?.field;
}
const shownWithout = (...hidden: string[]) => {
  const { sections } = aPolicy();
  return aPolicy({
    sections: Object.fromEntries(
      Object.entries(sections).map(([name, { sources: _all, ...section }]) => [
        name,
        hidden.includes(name) ? { ...section, state: 'NOT_OFFERED' } : section,
      ]),
    ) as never,
  });
};

describe('what a record hands to the timeline', () => {
  it('U1 W5 is every appointment of four years with what bears on time, place and sameness, and nothing of what it is about', async () => {
    const all =
      'timelineItems { id kind title status mode startsAt endsAt source { key } place postcode latitude longitude sameAs updatedAt }';
    const found = (await fieldOf(await trustWith(aPolicy()), all)) as unknown as Record<string, unknown>[];
    expect(found.map(({ id, kind, title, status, mode }) => [id, kind, title, status, mode])).toEqual([
      [uuid(11), 'OUTPATIENT', 'Cardiology: outpatient appointment', 'BOOKED', 'IN_PERSON'],
      [uuid(13), 'INPATIENT', 'Hospital stay', 'BOOKED', 'IN_PERSON'],
      [uuid(12), 'DIAGNOSTIC', 'Diagnostic appointment', 'CANCELLED', 'TELEPHONE'],
    ]);
    expect(found[0]).toMatchObject({
      startsAt: '2026-07-01T08:30:00.000Z',
      endsAt: '2026-07-01T09:00:00.000Z',
      source: { key: 'example' },
      place: 'Outpatients 3',
      postcode: 'KT2 7QB',
      latitude: 51.4149,
      longitude: -0.2825,
      sameAs: [expect.stringMatching(/^booking\.[\w-]{43}$/), expect.stringMatching(/^pathway\.[\w-]{43}$/)],
      updatedAt: '2026-01-02T03:04:05.000Z',
    });
    expect(JSON.stringify(found)).not.toMatch(/12345678|Fontaine|Chest/);
  });

  it('K8 leaves out what the policy does not show, and is nothing where it shows no appointments at all', async () => {
    const ids = 'timelineItems { id }';
    const found = await fieldOf(await trustWith(shownWithout('ADMISSIONS')), ids);
    expect(found).toEqual([{ id: uuid(11) }, { id: uuid(12) }]);
    const none = await trustWith(shownWithout(...appointmentSections));
    expect(await fieldOf(none, ids)).toBeNull();
    expect(await fieldOf(none, 'sections { state }')).toHaveLength(9);
  });

  it('D8 begins with registration where the policy says so', async () => {
    const { sections } = aPolicy();
    const { sources: _all, ...section } = sections.OUTPATIENT_APPOINTMENTS;
    const future = aPolicy({
      sections: {
        ...(shownWithout('ADMISSIONS').sections as object),
        OUTPATIENT_APPOINTMENTS: { ...section, state: 'FUTURE_ONLY' },
      } as never,
    });
    const since = Date.parse('2026-06-01T00:00:00Z') / 1000;
    expect(await fieldOf(await trustWith(future), 'timelineItems { id }', { since })).toEqual([{ id: uuid(11) }]);
  });

  it('is only what a grant shares', async () => {
    const trust = await trustWith(aPolicy());
    expect(await fieldOf(trust, 'timelineItems { id }', { sections: ['ADMISSIONS'] })).toEqual([{ id: uuid(13) }]);
    expect(await fieldOf(trust, 'timelineItems { id }', { sections: ['TEST_RESULTS'] })).toEqual([
      'SECTION_NOT_SHARED',
    ]);
    expect(await fieldOf(trust, 'resultPoints { number }', { sections: ['ADMISSIONS'] })).toEqual([
      'SECTION_NOT_SHARED',
    ]);
    expect(await fieldOf(trust, 'timelineItems { id }', { record: uuid(2) })).toEqual(['NOT_YOURS']);
  });
});

describe('what a record hands to the history of tests', () => {
  it('M12 W13 is every released number that has a code, those of components too, with the range of its own unit', async () => {
    const trust = await trustWith(aPolicy());
    const points = (await fieldOf(
      trust,
      'resultPoints { resultId code { system code } name number unit comparator low high takenAt source { key } }',
    )) as unknown as { resultId: string; number: number }[];
    const common = {
      resultId: uuid(21),
      comparator: null,
      takenAt: '2026-05-03T10:00:00.000Z',
      source: { key: 'example' },
    };
    expect(points.slice(0, 3)).toEqual([
      { ...common, code: loinc('718-7'), name: 'Haemoglobin', number: 131, unit: 'g/L', low: 115, high: 165 },
      { ...common, code: loinc('718-7'), name: 'Haemoglobin', number: 13, unit: 'g/L', low: null, high: null },
      { ...common, code: loinc('8480-6'), name: 'Systolic', number: 120, unit: 'mm[Hg]', low: null, high: null },
    ]);
    expect(points.filter(({ number }) => number > 9_000)).toEqual([]);
    expect(points.some(({ resultId }) => [uuid(22), uuid(23)].includes(resultId))).toBe(false);
    expect(points).toHaveLength(2_000);
    expect(points.at(-1)?.resultId).toBe(uuid(1_000 + 260 - 250));
  });

  it('D18 K8 is nothing where the policy shows no results', async () => {
    expect(await fieldOf(await trustWith(shownWithout('TEST_RESULTS')), 'resultPoints { number }')).toBeNull();
  });
});

describe('the calendar file of an appointment', () => {
  const link = async (trust: RunningService, id: string) =>
    (await fieldOf(trust, `appointment(id: "${id}") { calendarFile { url contentType size } }`)) as unknown as {
      calendarFile: { url: string; contentType: string; size: number | null };
    };
  const open = async (trust: RunningService, url: string, grant: Partial<Grant> = {}) =>
    fetch(`${trust.url}/documents/${url.split('/').at(-1)}`, {
      headers: { authorization: `Bearer ${await tokenFor(grant)}` },
    });

  it('U1 W5 is one event with time, hospital and place, for download', async () => {
    const trust = await trustWith(aPolicy());
    const { calendarFile } = await link(trust, uuid(11));
    expect(calendarFile).toMatchObject({ contentType: 'text/calendar; charset=utf-8', size: null });
    const answer = await open(trust, calendarFile.url);
    expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
      'text/calendar; charset=utf-8',
      'attachment; filename="appointment.ics"',
    ]);
    const [event] = new ICAL.Component(ICAL.parse(await answer.text()))
      .getAllSubcomponents('vevent')
      .map((one) => new ICAL.Event(one));
    expect([event?.uid, event?.summary, event?.location, event?.startDate.toJSDate().toISOString()]).toEqual([
      `${uuid(11)}@crosstrust`,
      'Cardiology: outpatient appointment, Example Hospital',
      'Example Hospital, Outpatients 3, Galsworthy Road, KT2 7QB',
      '2026-07-01T08:30:00.000Z',
    ]);
  });

  it('U1 takes a cancelled one away again', async () => {
    const trust = await trustWith(aPolicy());
    const folded = await (await open(trust, (await link(trust, uuid(12))).calendarFile.url)).text();
    const text = folded.replaceAll('\r\n ', '');
    expect(text).toMatch(/SUMMARY:Cancelled: Diagnostic appointment\\, Example Hospital\\, by telephone/);
    expect(text).toMatch(/STATUS:CANCELLED/);
    expect(text).not.toContain('LOCATION');
  });

  it('opens for nobody else, nor where the section is not shared', async () => {
    const trust = await trustWith(aPolicy());
    const { url } = (await link(trust, uuid(11))).calendarFile;
    expect((await open(trust, url, { record: uuid(2) })).status).toBe(404);
    expect((await open(trust, url, { sections: ['TEST_RESULTS'] })).status).toBe(404);
    expect((await fetch(`${trust.url}/documents/${url.split('/').at(-1)}`)).status).toBe(401);
  });
});

it('counts for the timeline what cannot be opened any more, in the very request that finds it', async () => {
  const trust = await trustWith(aPolicy());
  expect(await fieldOf(trust, 'timelineSetAside')).toBe(0);
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(`update item set content = '\\x00' where record_id = $1 and id = $2`, [record, uuid(13)]);
  const both = await ask(trust.url, `{ exampleRecord(id: "${record}") { timelineItems { id } timelineSetAside } }`, {
    token: await tokenFor(),
  });
  expect(both).toEqual({
    data: { exampleRecord: { timelineItems: [{ id: uuid(11) }, { id: uuid(12) }], timelineSetAside: 1 } },
  });
  await client.end();
});
