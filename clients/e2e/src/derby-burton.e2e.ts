import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOfDayInLondon } from '@crosstrust/contract';
import { sampleBundle } from '@crosstrust/stack';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPatient, type Patient } from './testing/patient.ts';
import { openSystem, type System } from './testing/system.ts';
import { verbsOf } from './testing/verbs-of.ts';

const trust = 'derby-burton';
const hour = 3_600_000;

interface Letter {
  title: string;
  writtenAt: string;
}
interface List<Node = unknown> {
  totalCount: number;
  nodes: Node[];
}
interface Section {
  section: string;
  state: string;
  words: string;
}

let system: System;
let patient: Patient;
let carer: Patient;
let letters: List<Letter>;
beforeAll(async () => {
  system = await openSystem();
  patient = await openPatient(system, 'derby-burton', trust);
  carer = await openPatient(system, 'carer', trust);
  letters = await listLetters('title writtenAt');
});

const listLetters = async <Node>(fields: string): Promise<List<Node>> =>
  (await patient.read<{ letters: List<Node> }>(`letters(first: 100) { totalCount nodes { ${fields} } }`)).letters;
const sectionsOf = async (of: Patient, ...names: string[]): Promise<Section[]> => {
  const { sections } = await of.read<{ sections: Section[] }>('sections { section state words }');
  return sections.filter(({ section }) => names.includes(section));
};

describe('letters and appointments', () => {
  it('D1 shows an appointment with all that a letter by post would tell', async () => {
    const visit = await patient.pick({ specialty: 'Gastroenterology', mode: 'IN_PERSON' });
    expect(visit).toEqual({
      id: expect.any(String),
      kind: 'OUTPATIENT',
      mode: 'IN_PERSON',
      status: 'BOOKED',
      startsAt: expect.any(String),
      endsAt: new Date(Date.parse(visit.startsAt) + hour / 2).toISOString(),
      specialty: 'Gastroenterology',
      reason: 'Stomach pain after meals',
      preparation: 'Do not eat for six hours before your visit. You may drink water.',
      transportBooked: false,
      interpreterBooked: false,
      source: { key: 'derby-burton' },
      clinician: { name: expect.stringMatching(/^Dr \w+ \w+$/), role: null },
      location: {
        name: 'Outpatients, Level 1, Royal Derby Hospital',
        address: ['Uttoxeter Road', 'Derby'],
        postcode: 'DE22 3NE',
        directions: 'Use the main entrance; check in at one of the screens or at the desk.',
      },
      contact: {
        name: 'Gastroenterology clinic',
        phone: '01632 960108',
        email: 'gastroenterology@derby-burton.example.org',
      },
    });
  });

  it('D1 opens every letter of theirs as a PDF', async () => {
    const { nodes } = await listLetters<{ document: { url: string; contentType: string } }>(
      'document { url contentType }',
    );
    expect(nodes).toHaveLength(4);
    for (const { document } of nodes) {
      const response = await fetch(`${system.urls.gateway}${document.url}`, {
        headers: { authorization: `Bearer ${patient.session}` },
      });
      const body = Buffer.from(await response.arrayBuffer());
      expect([document.contentType, response.status, response.headers.get('content-type')]).toEqual([
        'application/pdf',
        200,
        'application/pdf',
      ]);
      expect(body.subarray(0, 5).toString()).toBe('%PDF-');
    }
  });

  it('D8 shows today’s letters, and none from before registration though the hospital holds them', async () => {
    const day = startOfDayInLondon(new Date(letters.nodes[0]?.writtenAt ?? ''));
    const held = heldLetters(day);
    const before = held.filter(({ at }) => at < day.getTime());
    expect([before.length, before.some(({ at }) => at > day.getTime() - 24 * hour)]).toEqual([5, true]);
    expect(letters.nodes.map(({ title }) => title).toSorted()).toEqual([
      'Audiology clinic letter',
      'Gastroenterology clinic letter',
      'Your Audiology appointment',
      'Your Gastroenterology appointment',
    ]);
    expect([letters.totalCount, held.length - before.length]).toEqual([4, 4]);
    expect(letters.nodes.filter(({ writtenAt }) => Date.parse(writtenAt) < day.getTime())).toEqual([]);
    const asked = `(first: 100, to: "${day.toISOString()}") { totalCount setAside nodes { id } }`;
    const none = { totalCount: 0, setAside: 0, nodes: [] };
    expect(await patient.read(`letters${asked} appointments${asked} dischargeSummaries${asked}`)).toEqual({
      letters: none,
      appointments: none,
      dischargeSummaries: none,
    });
  });

  it('D8 tells that only what comes from registration on shows, and that the rest came by post', async () => {
    expect(
      await sectionsOf(
        patient,
        'OUTPATIENT_APPOINTMENTS',
        'APPOINTMENT_LETTERS',
        'CLINIC_LETTERS',
        'DISCHARGE_SUMMARIES',
      ),
    ).toEqual([
      {
        section: 'OUTPATIENT_APPOINTMENTS',
        state: 'FUTURE_ONLY',
        words: expect.stringMatching(/^Your appointments from the day you registered on\./),
      },
      {
        section: 'APPOINTMENT_LETTERS',
        state: 'FUTURE_ONLY',
        words: 'Letters about your appointments, from the day you registered on. Earlier ones came by post.',
      },
      {
        section: 'CLINIC_LETTERS',
        state: 'FUTURE_ONLY',
        words: 'Letters that your clinic wrote, from the day you registered on. Earlier ones came by post.',
      },
      {
        section: 'DISCHARGE_SUMMARIES',
        state: 'FUTURE_ONLY',
        words: 'What the hospital wrote when you went home, from the day you registered on.',
      },
    ]);
  });

  it('D9 tells which letters come by post as well: with something enclosed, or from a department that posts', async () => {
    const { nodes } = await listLetters<{ title: string }>('title kind department enclosures byPost postWords');
    const posted = {
      byPost: true,
      postWords:
        'Some departments still send letters by post, and so do letters with something enclosed, such as hearing aids or leaflets.',
    };
    expect(nodes.toSorted((a, b) => a.title.localeCompare(b.title))).toEqual([
      { title: 'Audiology clinic letter', kind: 'CLINIC', department: 'Audiology', enclosures: [], ...posted },
      {
        title: 'Gastroenterology clinic letter',
        kind: 'CLINIC',
        department: 'Gastroenterology',
        enclosures: ['Leaflet: Eating well with reflux', 'Blood test form'],
        ...posted,
      },
      {
        title: 'Your Audiology appointment',
        kind: 'APPOINTMENT',
        department: 'Audiology',
        enclosures: ['Hearing aid batteries', 'Leaflet: Looking after your hearing aids'],
        ...posted,
      },
      {
        title: 'Your Gastroenterology appointment',
        kind: 'APPOINTMENT',
        department: 'Gastroenterology',
        enclosures: [],
        byPost: false,
        postWords: null,
      },
    ]);
  });

  it('D18 shows no test results, and says that they will come', async () => {
    expect(await patient.read(`testResults { totalCount } testResult(id: "${patient.record}") { id }`)).toEqual({
      testResults: null,
      testResult: null,
    });
    expect(await sectionsOf(patient, 'TEST_RESULTS')).toEqual([
      {
        section: 'TEST_RESULTS',
        state: 'NOT_YET',
        words: 'Test results are not shown yet. They will come in the coming months.',
      },
    ]);
  });
});

/** Letters that the hospital holds of this patient: what the samples gave to its importer. */
function heldLetters(day: Date): { title: string; at: number }[] {
  interface Held {
    resourceType: string;
    description: string;
    date: string;
    type: { text: string };
  }
  const { entry } = sampleBundle(system.person('derby-burton'), trust, day) as { entry: { resource: Held }[] };
  return entry
    .filter(
      ({ resource }) => resource.resourceType === 'DocumentReference' && resource.type.text !== 'Discharge summary',
    )
    .map(({ resource }) => ({ title: resource.description, at: Date.parse(resource.date) }));
}

describe('personal details', () => {
  const words =
    'Personal details can only be changed at the source: tell your GP practice. They are updated here when you are next booked an appointment.';

  it('D15 are shown as the hospital holds them, with where they are corrected', async () => {
    const { given, family, birthDate, nhsNumber, mobile, email, address } = system.person('derby-burton');
    expect(
      await patient.read(
        'details { name birthDate nhsNumber mobile email address postcode changeAt { words url rule } }',
      ),
    ).toEqual({
      details: {
        name: `${given} ${family}`,
        birthDate,
        nhsNumber: nhsNumber.replace(/^(...)(...)(....)$/, '$1 $2 $3'),
        mobile: mobile.replaceAll(' ', '').replace(/^0/, '+44'),
        email,
        address: [address.line, address.city],
        postcode: address.postcode,
        changeAt: { words, url: null, rule: 'D15' },
      },
    });
  });

  it('D15 that are wrong go to the GP practice', async () => {
    const input = { about: 'PERSONAL_DETAILS', words: 'My house number is wrong.' };
    const selection = `report { number kind about item words state reply }
      route { to words rule source { key } contact { name } } userErrors { code }`;
    expect(await verbsOf(system, trust, patient).act('reportMistake', input, selection)).toEqual({
      report: { number: expect.any(String), kind: 'MISTAKE', item: null, state: 'OPEN', reply: null, ...input },
      route: {
        to: 'GP_PRACTICE',
        words:
          'Your GP practice has to change it: personal details can only be changed at the source. They are updated here when you are next booked an appointment.',
        rule: 'D15',
        source: { key: trust },
        contact: null,
      },
      userErrors: [],
    });
  });

  it('D15 are refreshed by what the hospital sends next', async () => {
    const addressOf = async () => (await carer.read<{ details: { address: string[] } }>('details { address }')).details;
    const { line, city } = system.person('carer').address;
    const bundle = JSON.stringify(sampleBundle(system.person('carer'), trust, new Date()));
    expect(await addressOf()).toEqual({ address: [line, city] });
    await importInto(bundle.replaceAll(line, '3 Somewhere Else'));
    const moved = await addressOf();
    await importInto(bundle);
    expect([moved, await addressOf()]).toEqual([{ address: ['3 Somewhere Else', city] }, { address: [line, city] }]);
  }, 60_000);
});

/** As the hospital's own import does it, beside the running system. */
async function importInto(bundle: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'crosstrust-e2e-'));
  try {
    await writeFile(join(folder, 'life.json'), bundle, { mode: 0o600 });
    await system.tool('import', ['--trust', trust, '--data', folder]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
