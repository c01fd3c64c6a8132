import { trusts } from '@crosstrust/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { rowsWith } from './testing/dump.ts';
import { openPatient, type Patient } from './testing/patient.ts';
import { openSystem, type System } from './testing/system.ts';
import { verbsOf } from './testing/verbs-of.ts';

const trust = 'derby-burton';

let system: System;
let patient: Patient;
beforeAll(async () => {
  system = await openSystem();
  patient = await openPatient(system, 'derby-burton', trust);
});

/** The rows of all databases that hold one of these texts, as it is or as bytes. */
async function findInDump(texts: readonly string[]): Promise<string[]> {
  const dump = await system.dump();
  return Object.entries(dump).flatMap(([database, rows]) =>
    texts.flatMap((text) => rowsWith(rows, text).map(({ table }) => `${database}.${table}: ${text}`)),
  );
}

/** Every text in an answer, wherever it stands. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

describe('a dump of the databases', () => {
  it('D6 is of every database, with the rows of every patient', async () => {
    const dump = await system.dump();
    const databases = ['accounts', 'demographics', ...trusts.map(({ key }) => key.replaceAll('-', '_'))];
    expect(Object.keys(dump).toSorted()).toEqual(databases.toSorted());
    const held = new Set(rowsWith(dump['derby_burton'] ?? [], patient.record).map(({ table }) => table));
    expect([...held]).toEqual(expect.arrayContaining(['record', 'item', 'document', 'record_lookup']));
    expect(rowsWith(dump['accounts'] ?? [], patient.record).map(({ table }) => table)).toEqual(['link']);
    // what anybody may read stands in the clear, as text and as bytes: so that what is not found below is not there
    expect(await findInDump(['Living well with asthma'])).toContain('derby_burton.article: Living well with asthma');
    expect(new Set(await findInDump(['%PDF-']))).toEqual(new Set(['southampton.article: %PDF-']));
  });

  it('D6 names nobody: no name, number, birth date, phone, email or home of any patient, messages included', async () => {
    const personal = system.people.flatMap(({ given, family, nhsNumber, birthDate, mobile, email, address }) => [
      `${given} ${family}`,
      `"${family}"`,
      nhsNumber,
      nhsNumber.replace(/^(...)(...)(....)$/, '$1 $2 $3'),
      birthDate,
      mobile,
      mobile.replaceAll(' ', ''),
      mobile.replaceAll(' ', '').replace(/^0/, '+44'),
      email,
      address.line,
      address.postcode,
    ]);
    expect(await findInDump(personal)).toEqual([]);
  });

  it('D6 holds no letter, appointment, result or summary of all six trusts in the clear', async () => {
    const { data, errors } = await system.portal.ask(
      `{ me { records {
        letters(first: 100) { nodes { text author } } dischargeSummaries(first: 100) { nodes { text clinician { name } } }
        appointments(first: 100) { nodes { reason preparation clinician { name } } }
        testResults(first: 100) { nodes { conclusion observations { note } } }
      } } }`,
      { session: await system.signIn('six-trusts') },
    );
    expect(errors).toBeUndefined();
    const lines = new Set(textsIn(data).flatMap((text) => text.split('\n')));
    for (const { name } of trusts.flatMap(({ sources }) => sources)) lines.delete(name); // on letters' heads, and no secret
    const content = [...lines].filter((line) => line.length > 12);
    expect(content.length).toBeGreaterThan(60);
    expect(await findInDump(content)).toEqual([]);
  });

  it('D6 holds nothing of what patients write themselves, before or after they take it away', async () => {
    const written = [
      'Dizzy on the ladder by the shed',
      'Moxonidine-like tablets',
      'The date in my letter is a day off',
    ];
    const [symptom = '', medicine = '', mistake = ''] = written;
    const verbs = verbsOf(system, trust, patient);
    const at = new Date().toISOString();
    const entries = [
      { kind: 'SYMPTOM', at, words: symptom },
      { kind: 'MEDICATION', at, medication: { name: medicine } },
    ];
    const ids: string[] = [];
    for (const entry of entries) {
      const added = await verbs.act<{ entry: { id: string } }>('addEntry', entry, 'entry { id } userErrors { code }');
      ids.push(added.entry.id);
    }
    await verbs.act('reportMistake', { about: 'NOT_URGENT', words: mistake }, 'report { number }');
    expect(rowsWith((await system.dump())['derby_burton'] ?? [], ids[0] ?? '').length).toBeGreaterThan(1);
    expect(await findInDump(written)).toEqual([]);
    for (const entry of ids) await verbs.act('removeEntry', { entry }, 'removed');
    expect(await findInDump(written)).toEqual([]);
  });
});
