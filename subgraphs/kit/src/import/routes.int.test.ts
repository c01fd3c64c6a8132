import type { TrustEntry } from '@crosstrust/contract';
import { createVault, type KeyRing } from '@crosstrust/service';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exampleTrusts } from '../testing/builders.ts';
import { aDocument, anAppointment, aPatient, base64, nhsNumberIs, odsCode } from '../testing/fhir.ts';
import { type Importer, type ImportingTrusts, ring, setting, startTrusts } from '../testing/importer.ts';
import type { Appointment, Resource } from './fhir.ts';

const [, partners] = exampleTrusts as readonly [TrustEntry, TrustEntry];
const patient = aPatient({ id: 'one', identifier: [nhsNumberIs('9434765919')] });
const ubrn = (value: string) => ({ system: 'https://fhir.nhs.uk/Id/UBRN', value });
const pathway = (value: string) => ({ system: 'https://fhir.nhs.uk/Id/PathwayId', value });
const at = (source: 'north' | 'south') => ({
  actor: { type: 'Location', identifier: odsCode(source === 'north' ? 'X27' : 'X28'), display: `Clinic ${source}` },
});
const day = (n: number) => `2026-01-${String(n).padStart(2, '0')}T00:00:00Z`;

type Given = Partial<Appointment> & {
  readonly id: string;
  readonly changed?: string;
  readonly from?: 'north' | 'south';
};
const told = ({ changed, from = 'north', ...given }: Given): Resource => ({
  ...anAppointment({ participant: [{ actor: { reference: 'Patient/one' } }, at(from)], ...given }),
  ...(changed ? { meta: { lastUpdated: changed } } : {}),
});

describe('one thing by several routes', () => {
  let trusts: ImportingTrusts;
  let importer: Importer;

  beforeAll(async () => {
    trusts = await startTrusts();
    importer = await trusts.add(partners);
  });
  beforeEach(() =>
    importer.rows('truncate record, item, item_route, item_key, item_replaced, document, set_aside cascade'),
  );
  afterAll(() => trusts.drop());

  const routes = () =>
    importer.rows<{ id: string; item_id: string; source: string }>(
      'select id, item_id, source, section, at, status, changed_at from item_route order by id',
    );
  /** Everything but when it came. */
  const state = async () => ({
    items: await importer.items(),
    changed: await importer.rows('select id, changed_at from item order by id'),
    routes: await routes(),
    keys: await importer.rows("select encode(hash, 'hex') as hash, route_id, lasting from item_key order by 1, 2"),
  });
  const importEach = async (...imports: readonly (readonly Resource[])[]) => {
    for (const resources of imports) await importer.importAll(patient, ...resources);
  };
  const empty = () =>
    importer.rows('truncate record, item, item_route, item_key, item_replaced, document, set_aside cascade');

  it('M5 makes one item of a booking that both systems tell of, with the later news, whichever comes first', async () => {
    const north = told({ id: 'n', identifier: [ubrn('0000 0000 0001')], changed: day(1) });
    const south = told({
      id: 's',
      from: 'south',
      identifier: [ubrn('000000000001')],
      start: '2027-06-01T11:00:00+01:00',
      end: '2027-06-01T11:30:00+01:00',
      changed: day(2),
    });
    const states = [];
    for (const imports of [[[north], [south]], [[south], [north]], [[north, south]], [[south, north]]]) {
      await empty();
      await importEach(...imports);
      states.push(await state());
    }
    const [first] = states;
    expect(first?.items).toMatchObject([{ source: 'south', at: '2027-06-01T10:00:00.000Z', status: 'booked' }]);
    expect(first?.routes.map(({ source }) => source).toSorted()).toEqual(['north', 'south']);
    for (const each of states) expect(each).toEqual(first);
  });

  it('takes the same referral or pathway for one thing only with the same kind and start', async () => {
    const based = (id: string, start: string, ...identifiers: ReturnType<typeof ubrn>[]) =>
      told({ id, start, end: start, basedOn: [{ identifier: identifiers as never }] });
    await importEach([
      based('first', '2027-06-01T09:00:00Z', ubrn('1'), pathway('P1')),
      based('again', '2027-06-01T10:00:00+01:00', pathway('P1')),
      based('later', '2027-07-01T09:00:00Z', ubrn('1'), pathway('P1')),
      told({
        id: 'other kind',
        start: '2027-06-01T09:00:00Z',
        appointmentType: { coding: [{ code: 'IMP' }] },
        basedOn: [{ identifier: [pathway('P1')] as never }],
      }),
      told({ id: 'no system', start: '2027-06-01T09:00:00Z', basedOn: [{ identifier: { value: 'P1' } }] }),
    ]);
    expect((await importer.items()).map(({ at: start, section }) => `${start} ${section}`)).toEqual([
      '2027-06-01T09:00:00.000Z ADMISSIONS',
      '2027-06-01T09:00:00.000Z OUTPATIENT_APPOINTMENTS',
      '2027-06-01T09:00:00.000Z OUTPATIENT_APPOINTMENTS',
      '2027-07-01T09:00:00.000Z OUTPATIENT_APPOINTMENTS',
    ]);
  });

  it('keeps one appointment one when one system has moved it and the other not yet', async () => {
    const of = (id: string, start: string, changed: string) =>
      told({ id, start, end: start, changed, basedOn: [{ identifier: [pathway('P1')] as never }] });
    await importEach(
      [of('a', '2027-06-01T09:00:00Z', day(1)), of('b', '2027-06-01T09:00:00Z', day(1))],
      [of('a', '2027-06-08T09:00:00Z', day(5))],
    );
    expect((await importer.items()).map(({ at: start }) => start)).toEqual(['2027-06-08T09:00:00.000Z']);
  });

  it('joins two items into one when a third tells that they are, and takes along what hangs on them', async () => {
    await importEach(
      [told({ id: 'a', identifier: [ubrn('1')], changed: day(1) })],
      [told({ id: 'b', from: 'south', basedOn: [{ identifier: [pathway('P')] as never }], changed: day(2) })],
    );
    const items = await importer.items();
    expect(items).toHaveLength(2);
    for (const { record, id } of items) {
      await importer.rows(
        `insert into appointment_response (record_id, item_id, accepted_at) values ('${record}', '${id}', '2026-10-01')`,
      );
      await importer.rows(`insert into task (id, record_id, number, kind, item_id, content, created_at)
        values (gen_random_uuid(), '${record}', '${id.slice(0, 8)}', 'mistake', '${id}', '', now())`);
      await importer.rows(
        `insert into letter_reading (record_id, item_id, seen_at) values ('${record}', '${id}', now())`,
      );
    }
    const report = await importer.importAll(
      patient,
      told({ id: 'c', identifier: [ubrn('1')], basedOn: [{ identifier: [pathway('P')] as never }], changed: day(1) }),
    );
    expect([report.joined, report.items.size]).toEqual([1, 0]);
    const [one, ...others] = await importer.items();
    expect([others, one?.source]).toEqual([[], 'south']);
    for (const table of ['appointment_response', 'letter_reading'])
      expect(await importer.rows(`select item_id from ${table}`)).toEqual([{ item_id: one?.id }]);
    expect(await importer.rows('select item_id from task')).toEqual([{ item_id: one?.id }, { item_id: one?.id }]);
  });

  it('takes a corrected booking number for another booking, so that no appointment stays hidden behind it', async () => {
    await importEach(
      [told({ id: 'a', identifier: [ubrn('1')], changed: day(1) })],
      [
        told({
          id: 'b',
          identifier: [ubrn('1')],
          start: '2027-09-01T09:00:00Z',
          end: '2027-09-01T10:00:00Z',
          changed: day(1),
        }),
      ],
    );
    expect(await importer.items()).toHaveLength(1);
    await importEach([
      told({
        id: 'b',
        identifier: [ubrn('2')],
        start: '2027-09-01T09:00:00Z',
        end: '2027-09-01T10:00:00Z',
        changed: day(2),
      }),
    ]);
    expect((await importer.items()).map(({ at: start }) => start)).toEqual([
      '2027-06-01T09:00:00.000Z',
      '2027-09-01T09:00:00.000Z',
    ]);
  });

  it('keeps withheld what a patient reported as not theirs when it turns out to be two things', async () => {
    const [start, end] = ['2027-09-01T09:00:00Z', '2027-09-01T10:00:00Z'];
    const shown = () =>
      importer.rows('select id from item where (record_id, id) not in (select record_id, item_id from withheld)');
    for (const corrected of ['a', 'b']) {
      await empty();
      await importEach([
        told({ id: 'a', identifier: [ubrn('1')], changed: day(1), start, end }),
        told({ id: 'b', from: 'south', identifier: [ubrn('1')], changed: day(2) }),
      ]);
      const [one] = await importer.items();
      await importer.rows('insert into withheld select record_id, id, now() from item');
      await importEach([told({ id: corrected, identifier: [ubrn('2')], changed: day(3), start, end })]);
      expect(await importer.items()).toHaveLength(2);
      expect(await shown()).toEqual([]);
      expect(await importer.rows('select split_from from withheld where split_from is not null')).toEqual([
        { split_from: one?.id },
      ]);
    }
  });

  it('knows a letter by its master identifier, and keeps the file of each route', async () => {
    const pdf = (words: string) => [
      { attachment: { contentType: 'application/pdf', data: base64(`%PDF-1.7 ${words}`) } },
    ];
    const letter = (id: string, words: string, changed: string) => ({
      ...aDocument({ id, masterIdentifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:1' }, content: pdf(words) }),
      meta: { lastUpdated: changed },
    });
    await importEach([letter('x', 'first', day(1))], [letter('y', 'second', day(3))], [letter('x', 'third', day(2))]);
    const [item, ...others] = await importer.items();
    expect(others).toEqual([]);
    const documents = await importer.rows<{ id: string; record_id: string; body: Buffer }>('select * from document');
    const texts = new Map(
      documents.map(({ id, record_id, body }) => [
        id,
        importer.vault.openBytes(body, `document/${record_id}/${id}`).toString(),
      ]),
    );
    expect(texts.get(String(item?.content['documentId']))).toBe('%PDF-1.7 second');
    expect([...texts.values()].toSorted()).toEqual(['%PDF-1.7 second', '%PDF-1.7 third']);
  });

  it('keeps an item that one of two systems takes back, and removes it when both do, for good', async () => {
    const a = told({ id: 'a', identifier: [ubrn('1')], changed: day(1) });
    const b = told({ id: 'b', from: 'south', identifier: [ubrn('1')], changed: day(2) });
    await importEach([a, b], [told({ id: 'b', status: 'entered-in-error', from: 'south', changed: day(3) })]);
    expect((await importer.items()).map(({ source }) => source)).toEqual(['north']);
    await importEach([told({ id: 'a', status: 'entered-in-error', changed: day(4) })]);
    expect(await importer.items()).toEqual([]);
    await importEach([a, b]);
    expect(await importer.items()).toEqual([]);
  });

  it('W13 shows the version of the source that shows, however new the other is', async () => {
    const a = told({ id: 'a', identifier: [ubrn('1')], changed: day(1) });
    const b = told({ id: 'b', from: 'south', identifier: [ubrn('1')], changed: day(2) });
    importer.shows = (_section, source) => source === 'north';
    await importEach([a, b]);
    importer.shows = () => true;
    expect((await importer.items()).map(({ source }) => source)).toEqual(['north']);
  });

  describe('what a patient changed', () => {
    const cancelled = async () => {
      const [item] = await importer.items();
      const content = { ...item?.content, reason: 'changed here' };
      const place = `item/${item?.record}/${item?.id}`;
      await importer.rows(
        `update item set status = 'cancelled', updated_at = '2026-11-20T13:00:00Z', content = '\\x${importer.vault.seal(content, place).toString('hex')}'`,
      );
    };
    const shown = async () =>
      (await importer.items()).map(({ status, content }) => [status, content['reason'] ?? null]);
    const a = told({ id: 'a', changed: day(1), identifier: [ubrn('1')] });
    const plain = told({ id: 'a', changed: day(1) });

    it.each([
      ['by one route', a],
      ['known by nothing', plain],
    ])('is not undone when the same version comes again, %s', async (_what, version) => {
      await importEach([version]);
      await cancelled();
      await importEach([version]);
      expect(await shown()).toEqual([['cancelled', 'changed here']]);
    });

    it('is not undone by a version that is older than the change, nor by another route of the same', async () => {
      await importEach([a]);
      await cancelled();
      await importEach([told({ id: 'a', changed: day(9), reasonCode: [{ text: 'Newer' }], identifier: [ubrn('1')] })]);
      await importEach([told({ id: '0', from: 'south', changed: day(10), identifier: [ubrn('1')] })]);
      await importEach([told({ id: '1', from: 'south', identifier: [ubrn('1')] })]);
      expect(await shown()).toEqual([['cancelled', 'changed here']]);
    });

    it('gives way to news that are later, and not to the same told once more', async () => {
      await importEach([a]);
      await cancelled();
      await importEach([told({ id: 'a', changed: '2026-11-21T09:00:00Z', identifier: [ubrn('1')] })]);
      expect(await shown()).toEqual([['cancelled', 'changed here']]);
      const news = { changed: '2026-11-21T10:00:00Z', reasonCode: [{ text: 'News' }], identifier: [ubrn('1')] };
      await importEach([told({ id: 'a', ...news })]);
      expect(await shown()).toEqual([['booked', 'News']]);
    });
  });

  it('puts together what two records held when they turn out to be one patient’s', async () => {
    const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
    const other = aPatient({ id: uuid(1), identifier: [nhsNumberIs('9000000009')] });
    const survivor = aPatient({ id: uuid(2), identifier: [nhsNumberIs('9434765919')] });
    const of = (id: string, who: string, from: 'north' | 'south', changed: string) =>
      told({
        id,
        from,
        changed,
        identifier: [ubrn('1')],
        participant: [{ actor: { reference: `Patient/${who}` } }, at(from)],
      });
    await importer.importAll(other, survivor, of('a', uuid(1), 'north', day(2)), of('b', uuid(2), 'south', day(1)));
    expect(await importer.items()).toHaveLength(2);
    const [before] = await importer.rows<{ record_id: string; id: string }>(
      "select record_id, id from item where source = 'north'",
    );
    await importer.rows(
      `insert into appointment_response (record_id, item_id, accepted_at) values ('${before?.record_id}', '${before?.id}', '2026-10-01')`,
    );
    const replaced = { ...other, link: [{ type: 'replaced-by', other: { reference: `Patient/${uuid(2)}` } }] };
    await importer.importAll(replaced, survivor);
    const [one, ...others] = await importer.items();
    expect([others, one?.source]).toEqual([[], 'north']);
    expect(await importer.rows('select distinct record_id, item_id from item_route')).toEqual([
      { record_id: one?.record, item_id: one?.id },
    ]);
    expect(await importer.rows('select record_id, item_id from appointment_response')).toEqual([
      { record_id: one?.record, item_id: one?.id },
    ]);
    expect(await importer.rows(`select from item_key where record_id <> '${one?.record}'`)).toEqual([]);
  });

  it('changes nothing when everything comes again', async () => {
    const versions = [
      told({ id: 'a', identifier: [ubrn('1')], changed: day(1) }),
      told({ id: 'b', from: 'south', identifier: [ubrn('1')], changed: day(2) }),
      told({ id: 'c', basedOn: [{ identifier: [pathway('P')] as never }] }),
    ];
    await importEach(versions);
    const dumped = () =>
      Promise.all(
        ['item', 'item_route', 'item_key'].map((table) => importer.rows(`select * from ${table} order by 1, 2, 3`)),
      );
    const before = await dumped();
    const report = await importer.importAll(patient, ...versions);
    expect(report.items.get('OUTPATIENT_APPOINTMENTS')).toEqual({ created: 0, updated: 0, unchanged: 3, removed: 0 });
    expect(await dumped()).toEqual(before);
  });

  it('finds a thing again after a rotation of keys', async () => {
    const before = [importer.keys, importer.vault] as const;
    try {
      await importEach([told({ id: 'a', identifier: [ubrn('1')], changed: day(1) })]);
      importer.keys = setting(ring('k2', 9), ring('k1', 3));
      importer.vault = createVault(
        [...ring('k2', 9), ...ring('k1', 3)] as unknown as KeyRing,
        [...ring('k2', 9), ...ring('k1', 3)] as unknown as KeyRing,
      );
      await importEach(
        [told({ id: 'b', from: 'south', identifier: [ubrn('1')], changed: day(2) })],
        [told({ id: 'c', identifier: [ubrn('1')], changed: day(1) })],
      );
      expect((await importer.items()).map(({ source }) => source)).toEqual(['south']);
    } finally {
      [importer.keys, importer.vault] = before;
    }
  });

  it('ends the same for any order and any split into imports', async () => {
    const version = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      from: fc.constantFrom('north' as const, 'south' as const),
      day: fc.integer({ min: 1, max: 28 }),
      status: fc.constantFrom('booked', 'booked', 'cancelled', 'entered-in-error'),
      start: fc.constantFrom('2027-06-01T09:00:00Z', '2027-06-08T09:00:00Z'),
      booking: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
      referral: fc.option(fc.constantFrom('R', 'S'), { nil: undefined }),
    });
    const versions = fc.uniqueArray(version, {
      minLength: 2,
      maxLength: 8,
      selector: ({ id, day: changed }) => `${id} ${changed}`,
    });
    const orders = versions.chain((all) =>
      fc.record({
        all: fc.constant(all),
        order: fc.shuffledSubarray(all, { minLength: all.length }),
        cuts: fc.array(fc.integer({ min: 0, max: all.length }), { maxLength: 3 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ({ all, order, cuts }) => {
        const resource = ({ id, from, day: changed, status, start, booking, referral }: (typeof all)[number]) =>
          told({
            id,
            from,
            status,
            start,
            end: start,
            changed: day(changed),
            ...(booking ? { identifier: [ubrn(booking)] } : {}),
            ...(referral ? { basedOn: [{ identifier: [pathway(referral)] as never }] } : {}),
          });
        await empty();
        await importEach(all.map(resource));
        const together = await state();
        await empty();
        const ends = [...cuts.toSorted((a, b) => a - b), order.length];
        for (const [index, end] of ends.entries())
          await importEach(order.slice(ends[index - 1] ?? 0, end).map(resource));
        expect(await state()).toEqual(together);
      }),
      { numRuns: 10 },
    );
  }, 120_000);
});
