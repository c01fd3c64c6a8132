import { appointmentSections, type Grant } from '@crosstrust/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPolicy } from '../testing/builders.ts';
import { ids, lives } from '../testing/lives.ts';
import { grantTo, people, type RecordBed, refusal, startRecordBed } from '../testing/record-bed.ts';
import { clearLedger, withoutLedger } from '../testing/ledger.ts';

const now = '2026-06-15T12:00:00.000Z';
const share = 'cccccccc-0000-4000-8000-000000000001';
const record = people.patient;

let bed: RecordBed;
beforeAll(async () => {
  const refused = { allowed: false, words: 'No.', rule: 'W4' } as const;
  const { items = [], documents = [] } = lives[0] ?? {};
  const alone = aPolicy({ sharing: { carer: refused, clinician: refused } });
  bed = await startRecordBed({ policies: { one: aPolicy(), alone }, items, documents, now });
});
afterAll(() => bed?.close());
beforeEach(() => clearLedger(bed.database));

const look = (selection: string) => `{ exampleRecord(id: "${record}") { ${selection} } }`;
const letters = look('letters { nodes { id } }');
/** The rows as they are kept, in their order. */
const events = async () =>
  (await bed.rows('select event from access_log order by seq')).map(({ event }) => event as Record<string, unknown>);
const kindsOf = (event: Record<string, unknown>) =>
  (event['entity'] as { detail?: { type: string; valueString: string }[] }[])[0]?.detail
    ?.filter(({ type }) => type === 'kind')
    .map(({ valueString }) => valueString);
/** What the patient reads of it, but their own looks. */
const told = async (by = '[CALENDAR, CARER, CLINICIAN, STAFF]') => {
  const fields = 'action by share kinds change outcome code';
  return (await bed.ask(look(`accessLog(by: ${by}) { nodes { ${fields} } }`))).data.exampleRecord.accessLog.nodes;
};
const entry = { action: 'LOOKED', share: null, kinds: [], change: null, outcome: 'DONE', code: null };

describe('a look', () => {
  it('is a FHIR AuditEvent with the patient named by the record alone', async () => {
    await bed.ask(look('letters { nodes { id } } testResults { totalCount }'));
    expect(await events()).toEqual([
      {
        resourceType: 'AuditEvent',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        type: {
          system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
          code: 'rest',
        },
        subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'read' }],
        action: 'R',
        recorded: now,
        outcome: '0',
        purposeOfEvent: [
          {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
                code: 'PATRQT',
              },
            ],
          },
        ],
        agent: [
          {
            type: {
              coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleClass', code: 'PAT' }],
            },
            role: [{ coding: [{ system: 'crosstrust:access-by', code: 'YOU' }] }],
            who: { identifier: { system: 'crosstrust:actor', value: 'actor' } },
            requestor: true,
          },
        ],
        source: {
          site: 'example',
          observer: { identifier: { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'X26' } },
          type: [
            {
              system: 'http://terminology.hl7.org/CodeSystem/security-source-type',
              code: '4',
            },
          ],
        },
        entity: [
          {
            what: { reference: `Patient/${record}` },
            type: { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '1' },
            role: { system: 'http://terminology.hl7.org/CodeSystem/object-role', code: '1' },
            detail: ['APPOINTMENT_LETTERS', 'CLINIC_LETTERS', 'TEST_RESULTS'].map((kind) => ({
              type: 'kind',
              valueString: kind,
            })),
          },
          {
            what: { identifier: { value: expect.any(String) } },
            type: {
              system: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType',
              code: 'XrequestId',
            },
          },
        ],
      },
    ]);
  });

  it.each([
    ['of an appointment by its id', `appointment(id: "${ids.appointment}") { id }`, ['OUTPATIENT_APPOINTMENTS']],
    ['of the timeline', 'timelineItems { id }', [...appointmentSections].sort()],
    [
      'of what only the patient reads',
      'details { name } preferences { texts { words } } reports { totalCount }',
      ['DETAILS', 'PREFERENCES', 'REPORTS'],
    ],
    ['of questions to the staff', 'supportRequests { totalCount }', ['SUPPORT_REQUESTS']],
    ['of the log itself', 'accessLog { totalCount }', ['ACCESS_LOG']],
  ])('%s is told with its kinds', async (_what, selection, kinds) => {
    expect((await bed.ask(look(selection))).errors).toBeUndefined();
    expect((await events()).map(kindsOf)).toEqual([kinds]);
  });

  it('of a document is told when its link is opened', async () => {
    const { data } = await bed.ask(look(`letter(id: "${ids.letter}") { ... on ExampleLetter { document { url } } }`));
    expect((await bed.open(data.exampleRecord.letter.document.url)).status).toBe(200);
    expect((await events()).map(kindsOf)).toEqual([['CLINIC_LETTERS'], ['CLINIC_LETTERS', 'DOCUMENTS']]);
  });

  it('of everything, as an export that is read while it goes out, is told before each part of it leaves', async () => {
    const answer = await bed.open(`/export/${record}`);
    const { bundle } = (await answer.json()) as { bundle: { entry: object[] } };
    expect(bundle.entry.length).toBeGreaterThan(3);
    const kinds = (await events()).flatMap((event) => kindsOf(event) ?? []);
    expect(kinds).toEqual(expect.arrayContaining(['EXPORT', 'DETAILS', 'TEST_RESULTS', 'CLINIC_LETTERS']));
    expect(new Set(kinds).size).toBe(kinds.length); // each kind once, however many parts there are
    await clearLedger(bed.database);
    await withoutLedger(bed.database, async () => {
      expect((await bed.open(`/export/${record}`)).status).toBe(503);
    });
  });

  it('is none where nothing of the record is read', async () => {
    const asEntity = `{ _entities(representations: [{ __typename: "ExampleRecord", id: "${record}" }]) { ... on ExampleRecord { id sections { state } } } }`;
    expect((await bed.ask(asEntity)).errors).toBeUndefined();
    expect(await events()).toEqual([]);
  });

  it.each([
    ['YOU', grantTo(record), {}, { code: 'PATRQT', who: 'actor' }],
    ['CALENDAR', grantTo(record, { sections: [...appointmentSections] }), {}, { code: 'PATRQT', who: 'actor' }],
    [
      'CARER',
      grantTo(record, { relation: 'carer', share, act: { sub: 'carer-here' } }),
      { share },
      { code: 'FAMRQT', who: 'carer-here' },
    ],
    [
      'CLINICIAN',
      grantTo(record, { relation: 'clinician', share, until: Date.parse(now) / 1000 + 3_600 }),
      { share },
      { code: 'TREAT', who: 'actor' },
    ],
  ] satisfies [string, Grant, object, object][])('by %s says by which right', async (by, grant, more, fhir) => {
    expect((await bed.ask(look('appointments { totalCount }'), { as: [grant] })).errors).toBeUndefined();
    expect(await told(`[${by}]`)).toMatchObject([{ ...entry, by, kinds: [...appointmentSections].sort(), ...more }]);
    const [event] = await events();
    expect(event).toMatchObject({
      purposeOfEvent: [{ coding: [{ code: fhir.code }] }],
      agent: [{ who: { identifier: { value: fhir.who } } }],
    });
  });
});

describe('a try that is refused', () => {
  const carer = grantTo(record, { relation: 'carer', share });

  it.each([
    ['by the policy', { at: 'alone', as: [carer] }, letters, { code: 'CARER_REFUSED' }],
    ['because the share is over', { as: [{ ...carer, until: 1_700_000_000 }] }, letters, { code: 'GRANT_EXPIRED' }],
    [
      'because the section is not shared',
      { as: [{ ...carer, sections: ['TEST_RESULTS'] }] },
      letters,
      { code: 'SECTION_NOT_SHARED', kinds: ['APPOINTMENT_LETTERS', 'CLINIC_LETTERS'] },
    ],
    ['of what only the patient reads', { as: [carer] }, look('details { name }'), { code: 'SECTION_NOT_SHARED' }],
    [
      'to change',
      { as: [carer] },
      `mutation { example { markLetters(input: { record: "${record}", idempotencyKey: "key-12345", letters: ["${ids.letter}"], as: READ }) { userErrors { code } } } }`,
      { action: 'CHANGED', code: 'READ_ONLY' },
    ],
  ] satisfies [string, Parameters<RecordBed['ask']>[1], string, object][])(
    '%s is told as well',
    async (_why, asked, query, more) => {
      const { errors } = await bed.ask(query, asked);
      expect(errors).toMatchObject([{ extensions: { code: more.code } }]);
      expect(await told()).toEqual([{ ...entry, by: 'CARER', share, outcome: 'REFUSED', ...more }]);
    },
  );

  it('leaves nothing when no grant names the record: a stranger writes in nobody’s ledger', async () => {
    expect((await bed.ask(letters, { as: [grantTo(people.stranger)] })).errors).toHaveLength(1);
    expect(await events()).toEqual([]);
  });
});

describe('a change', () => {
  const mark = (key: string) =>
    `mutation { example { markLetters(input: { record: "${record}", idempotencyKey: "${key}", letters: ["${ids.letter}"], as: READ }) { letters { id } userErrors { code } } } }`;

  it('is told with its verb, once', async () => {
    const first = await bed.ask(mark('once-12345'));
    expect(await bed.ask(mark('once-12345'))).toEqual(first);
    const changes = (await told('[YOU]')).filter(({ action }: { action: string }) => action === 'CHANGED');
    expect(changes).toEqual([{ ...entry, action: 'CHANGED', by: 'YOU', change: 'mark-letters' }]);
    const item = { type: 'item', valueString: ids.letter };
    expect(await events()).toContainEqual(
      expect.objectContaining({
        action: 'U',
        entity: expect.arrayContaining([expect.objectContaining({ detail: [item] })]),
      }),
    );
  });

  it('does not stand without its row', async () => {
    await bed.rows('delete from letter_reading');
    await withoutLedger(bed.database, async () => {
      expect(await bed.ask(mark('down-12345'))).toMatchObject({
        errors: [{ extensions: { code: 'LEDGER_UNAVAILABLE' } }],
      });
    });
    expect(await bed.rows('select from letter_reading')).toEqual([]);
    expect((await bed.ask(mark('down-12345'))).data.example.markLetters.userErrors).toEqual([]);
  });
});

describe('who reads it', () => {
  const log = (of: string) => `{ exampleRecord(id: "${of}") { accessLog { totalCount nodes { by } } } }`;

  it('each patient reads the rows of their own record', async () => {
    await bed.ask(letters);
    const stranger = { as: [grantTo(people.stranger)] };
    await bed.ask(`{ exampleRecord(id: "${people.stranger}") { letters { totalCount } details { name } } }`, stranger);
    expect((await bed.ask(log(people.stranger), stranger)).data).toEqual({
      exampleRecord: { accessLog: { totalCount: 1, nodes: [{ by: 'YOU' }] } },
    });
    expect((await bed.ask(log(record), stranger)).errors).toEqual([
      refusal('NOT_YOURS', ['exampleRecord'], { trust: 'example' }),
    ]);
  });

  it.each([
    ['a carer', grantTo(record, { relation: 'carer' })],
    ['a clinician', grantTo(record, { relation: 'clinician' })],
    ['a calendar', grantTo(record, { sections: [...appointmentSections] })],
  ])('%s does not', async (_who, grant) => {
    expect((await bed.ask(log(record), { as: [grant] })).errors).toEqual([
      refusal('SECTION_NOT_SHARED', ['exampleRecord', 'accessLog'], { trust: 'example' }),
    ]);
  });

  it('page by page, the newest first', async () => {
    for (let second = 0; second < 5; second += 1) {
      bed.setClock(`2026-06-15T12:00:0${second}.000Z`);
      await bed.ask(letters);
    }
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const args: string = `first: 2, by: [YOU]${after ? `, after: "${after}"` : ''}`;
      bed.setClock('2026-06-15T11:00:00.000Z'); // what is read meanwhile comes behind the pages
      const { data } = await bed.ask(
        look(`accessLog(${args}) { nodes { at kinds } pageInfo { hasNextPage endCursor } }`),
      );
      const { nodes, pageInfo } = data.exampleRecord.accessLog;
      seen.push(
        ...nodes.flatMap(({ at, kinds }: { at: string; kinds: string[] }) =>
          kinds.includes('CLINIC_LETTERS') ? [at] : [],
        ),
      );
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual([4, 3, 2, 1, 0].map((second) => `2026-06-15T12:00:0${second}.000Z`));
    bed.setClock(now);
  });
});
