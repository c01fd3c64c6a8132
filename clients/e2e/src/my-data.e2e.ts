import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorRegistry, findTrust } from '@crosstrust/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, danglingReferences, issuesOf, type Resource } from './testing/fhir-validator.ts';
import { openAsGuest } from './testing/guest.ts';
import { pdfText } from './testing/pdf-text.ts';
import { openSystem, type System } from './testing/system.ts';

let system: System;
let session: string;
beforeAll(async () => {
  system = await openSystem();
  session = await system.signIn('four-trusts');
});

async function download(form: 'json' | 'pdf', of: string | null = session, headers: Record<string, string> = {}) {
  const answer = await fetch(`${system.urls.gateway}/my-data.${form}`, {
    headers: { ...(of ? { authorization: `Bearer ${of}` } : {}), ...headers },
  });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
}
async function bundleOf(of = session): Promise<Bundle> {
  const { status, body } = await download('json', of);
  expect(status).toBe(200);
  return JSON.parse(body.toString()) as Bundle;
}
const trustsOf = (key: string) => system.person(key).trusts;
const nameOf = (trust: string) => findTrust(trust)?.name ?? '';
const manifestOf = ({ entry }: Bundle): Resource => entry[0]?.resource as Resource;
/** The manifest's section of a trust. */
const sectionOf = (bundle: Bundle, trust: string) =>
  (manifestOf(bundle)['section'] as Resource[]).find(({ title }) => title === nameOf(trust));
const ofType = ({ entry }: Bundle, type: string) =>
  entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);

/** What is done while a trust is stopped. */
async function without<Value>(trust: string, work: () => Promise<Value>): Promise<Value> {
  await system.act(trust, 'stop');
  try {
    return await work();
  } finally {
    await system.act(trust, 'start');
  }
}

describe('my data as one FHIR R4 Bundle', () => {
  it('M4 K16 holds what every linked hospital shows, and an independent validator has nothing to say', async () => {
    const bundle = await bundleOf();
    expect(issuesOf(bundle)).toEqual([]);
    expect(danglingReferences(bundle)).toEqual([]);
    expect([bundle.type, manifestOf(bundle).resourceType]).toEqual(['document', 'Composition']);
    expect(trustsOf('four-trusts').map((trust) => sectionOf(bundle, trust)?.['section'].length)).toEqual([
      10, 10, 10, 10,
    ]);
    expect(ofType(bundle, 'Patient').length).toBe(4);
    expect(ofType(bundle, 'Person')[0]?.['link'].length).toBe(4);
    for (const type of ['Appointment', 'DocumentReference', 'DiagnosticReport', 'Provenance'])
      expect(ofType(bundle, type).length).toBeGreaterThan(3);
  });

  it('holds nothing of anybody else', async () => {
    const { body } = await download('json');
    for (const theirs of detailsOfOthers()) expect(body.includes(theirs)).toBe(false);
  });

  it('is found wanting by that validator when anything is wrong with it', async () => {
    const bundle = await bundleOf();
    const broken = JSON.parse(JSON.stringify(bundle).replace('"status":"fulfilled"', '"state":"fulfilled"')) as Bundle;
    expect(issuesOf(broken).length).toBeGreaterThan(0);
    const { entry, ...rest } = bundle;
    expect(danglingReferences({ ...rest, entry: entry.slice(0, -20) }).length).toBeGreaterThan(0);
  });

  it('holds as many of everything as the portal lists', async () => {
    const bundle = await bundleOf();
    const lists =
      'appointments { totalCount } letters { totalCount } testResults { totalCount } dischargeSummaries { totalCount }';
    const { data, errors } = await system.portal.ask(`{ me { records { trust { key } ${lists} } } }`, { session });
    const { records } = (data as { me: { records: Record<string, { key: string; totalCount: number } | null>[] } }).me;
    // a hospital that does not offer a kind of content answers with an empty list
    expect(errors).toBeUndefined();
    for (const record of records) {
      const sections = sectionOf(bundle, record['trust']?.key ?? '')?.['section'] as Resource[];
      const current = (codes: string[]) =>
        sections
          .filter(({ code }) => codes.includes(code.text))
          .flatMap(({ entry }) => (entry ?? []) as { reference: string }[])
          .map(({ reference }) => bundle.entry.find(({ fullUrl }) => fullUrl === reference)?.resource)
          .filter((resource) => resource?.['status'] !== 'superseded').length;
      expect({
        appointments: current(['OUTPATIENT_APPOINTMENTS', 'ADMISSIONS', 'PROCEDURES', 'RADIOLOGY_APPOINTMENTS']),
        letters: current(['APPOINTMENT_LETTERS', 'CLINIC_LETTERS']),
        testResults: current(['TEST_RESULTS']),
        dischargeSummaries: current(['DISCHARGE_SUMMARIES']),
      }).toEqual({
        appointments: record['appointments']?.totalCount ?? 0,
        letters: record['letters']?.totalCount ?? 0,
        testResults: record['testResults']?.totalCount ?? 0,
        dischargeSummaries: record['dischargeSummaries']?.totalCount ?? 0,
      });
    }
  });

  it('K8 D8 D18 says of each kind of content that a hospital does not show why', async () => {
    const bundle = await bundleOf(await system.signIn('derby-burton'));
    expect(issuesOf(bundle)).toEqual([]);
    const sections = sectionOf(bundle, 'derby-burton')?.['section'] as Resource[];
    const said = (code: string) => sections.find((section) => section['code'].text === code);
    expect(said('TEST_RESULTS')?.['emptyReason'].coding[0].code).toBe('withheld');
    expect(said('TEST_RESULTS')?.['text'].div).toContain('Test results are not shown yet.');
    expect(said('CLINIC_LETTERS')?.['text'].div).toContain('the day you registered');
    expect(JSON.stringify(said('CLINIC_LETTERS')?.['extension'])).toContain('FUTURE_ONLY');
  });

  it('names the hospital that did not answer, and stands without it', async () => {
    const bundle = await without('st-georges', () => bundleOf());
    expect(issuesOf(bundle)).toEqual([]);
    expect(danglingReferences(bundle)).toEqual([]);
    const missing = sectionOf(bundle, 'st-georges');
    expect(missing).toMatchObject({ emptyReason: { coding: [{ code: 'unavailable' }] } });
    expect(missing?.['section']).toBeUndefined();
    expect(JSON.stringify(manifestOf(bundle)['section'][0])).toContain('St George');
    for (const trust of ['kingston', 'kings-guys', 'west-herts-royal-free'])
      expect(sectionOf(bundle, trust)?.['section'].length).toBe(10);
    expect(ofType(bundle, 'Patient').length).toBe(3);
  });

  it('tells an empty record from a missing one', async () => {
    const bundle = await bundleOf(await system.signIn('nothing-yet'));
    expect(issuesOf(bundle)).toEqual([]);
    const sections = sectionOf(bundle, 'kings-guys')?.['section'] as Resource[];
    expect(sections.find(({ code }) => code.text === 'TEST_RESULTS')?.['emptyReason'].coding[0].code).toBe('nilknown');
  });
});

describe('the project’s own import', () => {
  it('reads the whole back: each hospital finds its own part, the same items in each section', async () => {
    const trusts = trustsOf('four-trusts');
    const bundle = await bundleOf();
    const before = await itemsOf(trusts);
    const folder = await mkdtemp(join(tmpdir(), 'my-data-'));
    try {
      // as somebody else, so that it comes into a record that holds nothing yet
      const own = system.person('four-trusts').nhsNumber;
      await writeFile(join(folder, 'export.json'), JSON.stringify(bundle).replaceAll(own, '9999999468'));
      for (const trust of trusts)
        await system.tool('import', ['--trust', trust, '--data', join(folder, 'export.json')]);
    } finally {
      await rm(folder, { recursive: true });
    }
    const known = new Set(
      Object.values(before)
        .flat()
        .map(({ record_id, id }) => `${record_id}/${id}`),
    );
    for (const [trust, items] of Object.entries(await itemsOf(trusts))) {
      const fresh = items.filter(({ record_id, id }) => !known.has(`${record_id}/${id}`));
      expect({ trust, sections: tally(fresh) }).toEqual({ trust, sections: exported(bundle, trust) });
      // a digest is of all that the source said; only what names another item by its id is made anew
      const digests = new Set((before[trust] ?? []).map(({ digest }) => digest));
      const plain = fresh.filter(({ section }) => section.endsWith('APPOINTMENTS') || section === 'ADMISSIONS');
      expect({ trust, changed: plain.filter(({ digest }) => !digests.has(digest)).length }).toEqual({
        trust,
        changed: 0,
      });
    }
  }, 90_000);
});

interface ItemRow {
  readonly record_id: string;
  readonly id: string;
  readonly section: string;
  readonly digest: string;
}

/** Every item of these trusts. */
async function itemsOf(trusts: readonly string[]): Promise<Record<string, ItemRow[]>> {
  const dump = await system.dump();
  const name = (trust: string) => Object.keys(dump).find((key) => key.replaceAll('_', '-').endsWith(trust)) ?? '';
  return Object.fromEntries(
    trusts.map((trust) => [
      trust,
      (dump[name(trust)] ?? []).filter(({ table }) => table === 'item').map(({ row }) => JSON.parse(row) as ItemRow),
    ]),
  );
}

const tally = (items: readonly Pick<ItemRow, 'section'>[]) =>
  Object.fromEntries(
    [...Map.groupBy(items, ({ section }) => section)].map(([section, all]) => [section, all.length]).toSorted(),
  );

/** How many of each section the manifest counts; what patients write themselves is theirs, and no import's. */
function exported(bundle: Bundle, trust: string) {
  const sections = (sectionOf(bundle, trust)?.['section'] ?? []) as Resource[];
  const counts = sections.map(({ code, entry = [] }): [string, number] => [code.text, entry.length]);
  return Object.fromEntries(
    counts.filter(([code, count]) => count > 0 && !['PATIENT_ENTRIES', 'MESSAGES'].includes(code)).toSorted(),
  );
}

/** An NHS number as it is read: 3, 3 and 4 digits. */
const written = (nhsNumber: string) => nhsNumber.replace(/^(...)(...)(....)$/, '$1 $2 $3');

/** What tells of the other sample patients; a clinician may have the name of one. */
const detailsOfOthers = () => {
  const own = system.person('four-trusts').mobile;
  return system.people
    .filter(({ key }) => key !== 'four-trusts')
    .flatMap(({ nhsNumber, email, mobile }) => [
      nhsNumber,
      written(nhsNumber),
      email,
      ...(mobile === own ? [] : [mobile]),
    ]);
};

describe('my data as a PDF to read', () => {
  it('names every hospital, and nobody else', async () => {
    const { status, headers, body } = await download('pdf');
    expect([
      status,
      headers.get('content-type'),
      headers.get('content-disposition'),
      headers.get('cache-control'),
    ]).toEqual([200, 'application/pdf', 'attachment; filename="my-hospital-data.pdf"', 'no-store']);
    for (const mark of [/\/Marked true/, /\/Lang \(en-GB\)/, /\/S \/H3/]) expect(body.toString('latin1')).toMatch(mark);
    const text = pdfText(body).replaceAll('\n', ' ');
    for (const trust of trustsOf('four-trusts')) expect(text).toContain(nameOf(trust).split(' and ')[0]);
    expect(text).toContain('Every hospital that you have linked answered');
    expect(text).toContain(written(system.person('four-trusts').nhsNumber));
    for (const theirs of detailsOfOthers()) expect(text).not.toContain(theirs);
  });

  it('says first which hospital did not answer', async () => {
    const text = pdfText((await without('kingston', () => download('pdf'))).body).replaceAll('\n', ' ');
    const said = text.indexOf('Kingston Hospital: nothing of this hospital is in this file');
    expect(said).toBeGreaterThan(0);
    expect(said).toBeLessThan(text.indexOf('About you'));
    expect(text).toContain('St George');
  });

  it('has a birthday of 29 February as it is', async () => {
    const { birthDate } = system.person('leap-day');
    const text = pdfText((await download('pdf', await system.signIn('leap-day'))).body);
    expect(text).toContain(`Date of birth: 29 February ${birthDate.slice(0, 4)}`);
  });

  it('has the times of day that London’s clocks show', async () => {
    const bundle = await bundleOf();
    const text = pdfText((await download('pdf')).body).replaceAll('\n', ' ');
    const times = ofType(bundle, 'Appointment').map(({ start }) => inLondon(new Date(start)));
    expect(times.length).toBeGreaterThan(3);
    for (const time of times) expect(text).toContain(time);
  });
});

const inLondon = (date: Date) => {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', ...options }).format(date);
  const day = part({ day: 'numeric', month: 'long', year: 'numeric' });
  return `${day} at ${part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`;
};

describe('is refused', () => {
  it.each(['json', 'pdf'] as const)('without a session, as %s', async (form) => {
    const { status, headers, body } = await download(form, null);
    expect([status, headers.get('content-disposition'), JSON.parse(body.toString())]).toEqual([
      401,
      null,
      { errors: [{ message: errorRegistry.UNAUTHENTICATED.message, extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
  });

  it('M9 to whom a record was shown for a short time', async () => {
    const guest = await openAsGuest(system, 'four-trusts', 'kings-guys');
    const { status, body } = await download('json', guest);
    expect([status, JSON.parse(body.toString()).errors[0].extensions.code]).toEqual([403, 'NOT_YOURS']);
  });

  it('to another site’s page, and within a page', async () => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-dest': 'iframe' }])
      expect((await download('json', session, headers as Record<string, string>)).status).toBe(403);
  });
});
