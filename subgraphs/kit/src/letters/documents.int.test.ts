import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeedItem } from '../testing/seed.ts';
import { aPolicy } from '../testing/builders.ts';
import { readPdf } from '../testing/read-pdf.ts';
import { grantTo, people, type RecordBed, startRecordBed } from '../testing/record-bed.ts';

const id = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
// half past midnight on 2 May in London
const writtenAt = '2026-05-01T23:30:00.000Z';
const given = { section: 'CLINIC_LETTERS', source: 'example', at: writtenAt, status: 'final' } as const;
const text = 'Dear Łukasz Żak,\n\nYour heart is well.\nKeep walking.\n\n# Plan\n\nBeta-blocker ≥ 5 mg.';

const items: readonly SeedItem[] = [
  {
    ...given,
    id: id(1),
    content: {
      kind: 'clinic',
      title: 'Cardiology letter',
      writtenAt,
      department: 'Cardiology',
      author: 'Dr Ines Fontaine',
      enclosures: ['Leaflet', 'Diary'],
      text,
    },
  },
  {
    ...given,
    id: id(2),
    content: { kind: 'clinic', title: 'Scan', writtenAt, documentId: id(90), contentType: 'image/png', size: 5 },
  },
  { ...given, id: id(3), content: { kind: 'clinic', title: 'Letter', writtenAt, text: '王小明, you are well.' } },
  { ...given, id: id(4), content: { kind: 'clinic', title: 'Long', writtenAt, text: 'word '.repeat(25_000) } },
  {
    ...given,
    id: id(6),
    content: { kind: 'clinic', title: 'Many', writtenAt, text: 'word\n\n'.repeat(1_000) },
  },
  { ...given, id: id(7), content: { kind: 'clinic', title: 'One word', writtenAt, text: 'w'.repeat(20_000) } },
  {
    ...given,
    id: id(5),
    section: 'DISCHARGE_SUMMARIES',
    content: {
      title: 'Discharge summary',
      admittedAt: '2026-04-01T07:00:00.000Z',
      dischargedAt: '2026-04-04T16:00:00.000Z',
      specialty: 'Cardiology',
      clinician: { name: 'Dr Ines Fontaine', role: 'Consultant' },
      text: 'Went home well.',
    },
  },
];

let bed: RecordBed;
beforeAll(async () => {
  bed = await startRecordBed({
    policies: { shows: aPolicy() },
    items,
    documents: [{ id: id(90), contentType: 'image/png', body: 'PNG..' }],
    now: '2026-06-15T11:00:00.000Z',
  });
});
afterAll(() => bed?.close());

const linkOf = async (n: number, field = 'letter') => {
  const query = `{ exampleRecord(id: "${people.patient}") { ${field}(id: "${id(n)}") { document { url contentType size } } } }`;
  return (await bed.ask(query)).data.exampleRecord[field].document;
};
const opened = async (url: string) => {
  const response = await bed.open(url);
  const { status, headers } = response;
  const body = Buffer.from(await response.arrayBuffer());
  return { status, type: headers.get('content-type'), disposition: headers.get('content-disposition'), body };
};

describe('every letter as a document', () => {
  it('K7 W5 D1 is a tagged PDF where the letter came as text', async () => {
    const { url, ...link } = await linkOf(1);
    expect(link).toEqual({ contentType: 'application/pdf', size: null });
    const { body, ...answer } = await opened(url);
    expect(answer).toEqual({ status: 200, type: 'application/pdf', disposition: 'inline' });
    const pdf = readPdf(body);
    expect(pdf.declared).toMatch(/\/Marked true/);
    expect(pdf.declared).toMatch(/\/Lang \(en-GB\)/);
    expect(pdf.pages).toEqual([
      [
        { as: 'P', text: 'Example Hospital' },
        { as: 'H1', text: 'Cardiology letter' },
        { as: 'P', text: 'Date: 2 May 2026 Department: Cardiology From: Dr Ines Fontaine Enclosed: Leaflet, Diary' },
        { as: 'P', text: 'Dear Łukasz Żak,' },
        { as: 'P', text: 'Your heart is well. Keep walking.' },
        { as: 'H2', text: 'Plan' },
        { as: 'P', text: 'Beta-blocker ≥ 5 mg.' },
        { as: 'Artifact', text: 'Page 1 of 1' },
      ],
    ]);
  });

  it('K7 W5 is a PDF of a discharge summary likewise', async () => {
    const { url } = await linkOf(5, 'dischargeSummary');
    const [parts] = readPdf((await opened(url)).body).pages;
    expect(parts?.map(({ text: line }) => line)).toEqual([
      'Example Hospital',
      'Discharge summary',
      'Admitted: 1 April 2026 Discharged: 4 April 2026 Specialty: Cardiology Clinician: Dr Ines Fontaine, Consultant',
      'Went home well.',
      'Page 1 of 1',
    ]);
  });

  it('D1 is the file itself where it came as one', async () => {
    const { url, ...link } = await linkOf(2);
    expect(link).toEqual({ contentType: 'image/png', size: 5 });
    expect(await opened(url)).toEqual({
      status: 200,
      type: 'image/png',
      disposition: 'inline',
      body: Buffer.from('PNG..'),
    });
  });

  it('D1 is text, whole, where a PDF would lose letters of it', async () => {
    const { url, ...link } = await linkOf(3);
    expect(link).toEqual({ contentType: 'text/plain; charset=utf-8', size: null });
    expect(await opened(url)).toEqual({
      status: 200,
      type: 'text/plain; charset=utf-8',
      disposition: 'inline',
      body: Buffer.from('Example Hospital\n\nLetter\n\nDate: 2 May 2026\n\n王小明, you are well.'),
    });
  });

  it('D1 is text where setting it would hold up everybody else', async () => {
    for (const n of [4, 6, 7]) expect(await linkOf(n)).toMatchObject({ contentType: 'text/plain; charset=utf-8' });
  });

  it('D6 opens for nobody but those who may open the record, whatever its form', async () => {
    for (const n of [1, 2, 3]) {
      const { url } = await linkOf(n);
      expect((await bed.open(url, { as: [grantTo(people.stranger)] })).status).toBe(404);
      expect((await bed.open(url, { as: [grantTo(people.patient, { sections: ['ADMISSIONS'] })] })).status).toBe(404);
      expect((await bed.open(url, { as: null })).status).toBe(401);
    }
  });
});
