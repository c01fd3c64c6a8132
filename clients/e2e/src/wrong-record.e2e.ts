import { randomUUID } from 'node:crypto';
import { errorRegistry } from '@crosstrust/contract';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Actor, openActor } from './testing/actor.ts';
import { openSystem, type System } from './testing/system.ts';

// each look of the staff's is a program of its own
vi.setConfig({ testTimeout: 60_000 });

let system: System;
beforeAll(async () => {
  system = await openSystem();
});

/** A task as the trust's staff read it. */
interface Task {
  number: string;
  kind: string;
  state: string;
  item: string | null;
  record: string | null;
}
const staff = async <Told>(trust: string, ...args: string[]): Promise<Told> =>
  JSON.parse(await system.tool('staff', ['--trust', trust, ...args, '--json'])) as Told;
const waiting = (trust: string) => staff<Task[]>(trust, 'list', '--kind', 'not-mine');

const documentStatus = async (url: string, session: string): Promise<number> => {
  const response = await fetch(`${system.urls.gateway}${url}`, { headers: { authorization: `Bearer ${session}` } });
  await response.arrayBuffer();
  return response.status;
};

describe('an item that is somebody else’s', () => {
  const trust = 'st-georges';
  const reportFields = 'number kind item words state answeredAt reply';
  const selection = `report { ${reportFields} } userErrors { code field }`;
  interface Payload {
    report: { number: string };
  }
  interface Shown {
    timeline: { nodes: { sources: { appointment: string }[] }[] };
    records: {
      appointments: { totalCount: number; nodes: { id: string }[] };
      letters: { totalCount: number; nodes: { id: string }[] };
    }[];
  }

  let patient: Actor;
  beforeAll(async () => {
    patient = await openActor(system, 'daughter', trust);
  });

  /** Every place where an item may show. */
  const everywhere = async () => {
    const { data, errors } = await system.portal.ask(
      `{ me { timeline(first: 100) { nodes { sources { appointment } } } records {
        appointments(first: 100) { totalCount nodes { id } } letters(first: 100) { totalCount nodes { id } } } } }`,
      { session: patient.session },
    );
    expect(errors).toBeUndefined();
    const { timeline, records } = (data as { me: Shown }).me;
    const [{ appointments, letters } = expect.fail('no record')] = records;
    return {
      timeline: timeline.nodes.flatMap(({ sources }) => sources.map(({ appointment }) => appointment)).toSorted(),
      appointments: appointments.nodes.map(({ id }) => id),
      letters: letters.nodes.map(({ id }) => id),
      counts: [appointments.totalCount, letters.totalCount],
    };
  };
  const without = (ids: readonly string[], id: string) => ids.filter((one) => one !== id);

  /** Somebody's booked visit, as who was never there reports it. */
  const reportVisit = async () => {
    const visit = (await patient.visits()).find(({ status }) => status === 'BOOKED') ?? expect.fail('no visit');
    const { calendarFile } = await patient.see<{ calendarFile: { url: string } }>(visit, 'calendarFile { url }');
    const opened = await documentStatus(calendarFile.url, patient.session);
    const input = { item: visit.id, words };
    const answer = await patient.act<Payload>('reportItemNotMine', input, selection);
    return { id: visit.id, url: calendarFile.url, opened, answer, number: answer.report.number };
  };
  const words = 'I was never at this clinic.';
  const reportOn = (item: string) => ({
    number: expect.any(String),
    kind: 'NOT_MINE',
    item,
    words,
    state: 'OPEN',
    answeredAt: null,
    reply: null,
  });

  it('an appointment is gone at once from lists, counts, timeline, calendar and by its id', async () => {
    const before = await everywhere();
    const { id, url, opened, answer, number } = await reportVisit();
    expect([before.timeline.includes(id), opened]).toEqual([true, 200]);
    expect(answer).toEqual({ report: reportOn(id), userErrors: [] });
    expect(await everywhere()).toEqual({
      timeline: without(before.timeline, id),
      appointments: without(before.appointments, id),
      letters: before.letters,
      counts: [before.appointments.length - 1, before.letters.length],
    });
    expect(await patient.read(`appointment(id: "${id}") { id }`)).toEqual({ appointment: null });
    expect(await documentStatus(url, patient.session)).toBe(404);
    expect(await patient.act('reportItemNotMine', { item: id }, selection)).toEqual({
      report: null,
      userErrors: [{ code: 'NOT_FOUND', field: 'item' }],
    });
    await staff(trust, 'resolve', number, '--decline');
  });

  it('an appointment is before the staff, and shows again when they find that it is the patient’s', async () => {
    const before = await everywhere();
    const { id, number } = await reportVisit();
    expect(await waiting(trust)).toContainEqual(
      expect.objectContaining({ number, kind: 'not-mine', state: 'open', item: id, record: patient.record }),
    );
    expect(await staff(trust, 'show', number)).toMatchObject({ words, item: { id, withheld: true }, reply: null });
    const reply = 'It is yours: we called you.';
    await staff(trust, 'resolve', number, '--decline', '--reply', reply);
    expect(await everywhere()).toEqual(before);
    expect(await patient.read(`reports(first: 1) { nodes { ${reportFields} } }`)).toEqual({
      reports: { nodes: [{ ...reportOn(id), number, state: 'ANSWERED', answeredAt: expect.any(String), reply }] },
    });
    expect((await waiting(trust)).map((task) => task.number)).not.toContain(number);
  });

  it('a letter is gone with its document', async () => {
    const before = await everywhere();
    const { letters } = await patient.read<{ letters: { nodes: { id: string; document: { url: string } }[] } }>(
      'letters(first: 1) { nodes { id document { url } } }',
    );
    const [{ id, document } = expect.fail('no letter')] = letters.nodes;
    expect(await documentStatus(document.url, patient.session)).toBe(200);
    const { report } = await patient.act<Payload>('reportItemNotMine', { item: id }, selection);
    expect(await documentStatus(document.url, patient.session)).toBe(404);
    expect(await patient.read(`letter(id: "${id}") { id }`)).toEqual({ letter: null });
    const { counts } = await everywhere();
    await staff(trust, 'resolve', report.number, '--decline');
    expect([counts, await everywhere()]).toEqual([[before.counts[0], (before.counts[1] ?? 0) - 1], before]);
  });

  it('is reported by the patient alone: for a stranger nothing is withheld', async () => {
    const [item = ''] = (await everywhere()).letters;
    const stranger = await openActor(system, 'mother', trust);
    const input = { item, record: patient.record };
    expect(await stranger.send('reportItemNotMine', input, selection)).toEqual({
      data: { stGeorges: { reportItemNotMine: null } },
      errors: [
        {
          message: errorRegistry.NOT_YOURS.message,
          path: ['stGeorges', 'reportItemNotMine'],
          extensions: { code: 'NOT_YOURS', trust },
        },
      ],
    });
    expect(await stranger.act('reportItemNotMine', { item }, selection)).toEqual({
      report: null,
      userErrors: [{ code: 'NOT_FOUND', field: 'item' }],
    });
    expect((await everywhere()).letters).toContain(item);
  });
});

describe('a record that is somebody else’s', () => {
  const trust = 'kingston';
  const mutation = `mutation ($input: ReportNotMineInput!) {
    reportNotMine(input: $input) { me { records { id } trusts { trust { key } state } } userErrors { code field } } }`;
  const notMine = (session: string | undefined, input: object) =>
    system.portal.ask(mutation, {
      ...(session ? { session } : {}),
      variables: { input: { trust, idempotencyKey: randomUUID(), ...input } },
    });

  it('is cut off at once, cannot be linked again until the staff have looked, and then can', async () => {
    const { session, record, read } = await openActor(system, 'twin-two', trust);
    const page = 'letters(first: 1) { nodes { id document { url } } }';
    const { letters } = await read<{ letters: { nodes: [{ id: string; document: { url: string } }] } }>(page);
    const [{ document }] = letters.nodes;
    const words = 'These are my brother’s letters.';
    const { data, errors } = await notMine(session, { words });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      reportNotMine: {
        me: {
          records: [],
          trusts: expect.arrayContaining([{ trust: { key: trust }, state: 'CAN_BE_LINKED' }]),
        },
        userErrors: [],
      },
    });

    expect(
      await system.portal.ask(`{ me { records { id } } kingstonRecord(id: "${record}") { id } }`, { session }),
    ).toEqual({
      data: { me: { records: [] }, kingstonRecord: null },
      errors: [
        {
          message: errorRegistry.NOT_YOURS.message,
          path: ['kingstonRecord'],
          extensions: { code: 'NOT_YOURS', trust },
        },
      ],
    });
    expect(await documentStatus(document.url, session)).toBe(404);
    await expect(system.portal.linkTrust(trust, session)).rejects.toThrow('RECORD_DISPUTED');

    const ofRecord = async () => (await waiting(trust)).find((task) => task.record === record);
    await expect.poll(ofRecord, { timeout: 10_000, interval: 500 }).toMatchObject({ state: 'open', item: null });
    const { number } = (await ofRecord()) ?? expect.fail('the staff see nothing');
    expect(await staff(trust, 'show', number)).toMatchObject({ kind: 'not-mine', record, item: null, words });
    await expect(system.portal.linkTrust(trust, session)).rejects.toThrow('RECORD_DISPUTED');

    await staff(trust, 'resolve', number, '--reply', 'Put right at the source.');
    await system.portal.linkTrust(trust, session);
    expect(await read('id')).toEqual({ id: record });
  });

  it('is reported by who is linked to it alone', async () => {
    const session = await system.signIn('daughter');
    expect(await notMine(session, {})).toEqual({
      data: { reportNotMine: { me: null, userErrors: [{ code: 'NOT_FOUND', field: 'trust' }] } },
    });
    const refused = (code: 'UNAUTHENTICATED' | 'TRUST_UNKNOWN', more: object) => ({
      data: null,
      errors: [{ message: errorRegistry[code].message, path: ['reportNotMine'], extensions: { code, ...more } }],
    });
    expect(await notMine(session, { trust: 'nowhere' })).toEqual(refused('TRUST_UNKNOWN', { field: 'trust' }));
    expect(await notMine(undefined, {})).toEqual(refused('UNAUTHENTICATED', {}));
  });
});
