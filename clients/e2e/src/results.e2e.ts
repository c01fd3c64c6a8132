import { sampleBundle } from '@crosstrust/stack';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPatient, type Patient } from './testing/patient.ts';
import { openSystem, type System } from './testing/system.ts';

interface Observation {
  name: string;
  number: number;
  flag: string | null;
  note: string | null;
  referenceRange: { low: number | null; high: number | null };
}
interface Result {
  name: string;
  status: string;
  takenAt: string;
  abnormal: boolean;
  conclusion: string;
  observations: Observation[];
}

const fields = `name status takenAt issuedAt abnormal conclusion performer source { key } code { system code }
  observations { name number unit flag interpretation note referenceRange { low high unit } code { code } }`;

let system: System;
let atKings: Patient;
let atWestHerts: Patient;
beforeAll(async () => {
  system = await openSystem();
  atKings = await openPatient(system, 'six-trusts', 'kings-guys');
  atWestHerts = await openPatient(system, 'six-trusts', 'west-herts-royal-free');
});

const resultsOf = async (of: Patient): Promise<Result[]> =>
  (await of.read<{ testResults: { nodes: Result[] } }>(`testResults(first: 100) { nodes { ${fields} } }`)).testResults
    .nodes;

describe('results of tests', () => {
  it('M12 are whole: value, unit, range, flag, the laboratory’s comment and what was concluded', async () => {
    const sugar = (await resultsOf(atKings)).filter(({ observations }) => observations[0]?.number === 64);
    expect(sugar).toEqual([
      {
        name: 'HbA1c (blood sugar over three months)',
        status: 'FINAL',
        takenAt: expect.any(String),
        issuedAt: expect.any(String),
        abnormal: true,
        conclusion:
          'Some values are outside the usual range. The team that ordered the test will tell you what this means for you.',
        performer: "King's College Hospital",
        source: { key: 'kings' },
        code: { system: 'http://loinc.org', code: '59261-8' },
        observations: [
          {
            name: 'HbA1c',
            number: 64,
            unit: 'mmol/mol',
            flag: 'HIGH',
            interpretation: 'High',
            note: 'Higher than the goal that was agreed. Discussed with the patient.',
            referenceRange: { low: 20, high: 41, unit: 'mmol/mol' },
            code: { code: '59261-8' },
          },
        ],
      },
    ]);
  });

  it('M12 say which were corrected since they were first shown', async () => {
    const commented = (await resultsOf(atKings)).filter(({ observations }) => observations[0]?.note);
    expect(commented.map(({ status, observations }) => [observations[0]?.number, status])).toEqual([
      [51, 'FINAL'],
      [64, 'FINAL'],
      [58, 'AMENDED'],
      [49, 'FINAL'],
    ]);
  });

  it('M12 W13 flag what lies outside its range, and a result with any such value is abnormal', async () => {
    const results = [...(await resultsOf(atKings)), ...(await resultsOf(atWestHerts))];
    const flagOf = ({ number, referenceRange: { low, high } }: Observation) => {
      if (high !== null && number > high) return 'HIGH';
      return low !== null && number < low ? 'LOW' : 'NORMAL';
    };
    const observations = results.flatMap((result) => result.observations);
    expect(observations.map(({ name, number, flag }) => [name, number, flag])).toEqual(
      observations.map((one) => [one.name, one.number, flagOf(one)]),
    );
    expect(new Set(observations.map(({ flag }) => flag))).toEqual(new Set(['NORMAL', 'HIGH']));
    expect(results.map(({ abnormal }) => abnormal)).toEqual(
      results.map((result) => result.observations.some(({ flag }) => flag !== 'NORMAL')),
    );
    expect(new Set(results.map(({ abnormal }) => abnormal)).size).toBe(2);
  });
});

describe('a result that the hospital has not released', () => {
  const lastDays = new Date(Date.now() - 10 * 86_400_000).toISOString();

  it('M12 W13 is in no list and no count, though the hospital holds it', async () => {
    const held = heldReports('west-herts-royal-free');
    const waiting = held.filter(({ status }) => status === 'preliminary');
    expect(
      waiting.map(({ code, effectiveDateTime }) => [code.text, new Date(effectiveDateTime) > new Date(lastDays)]),
    ).toEqual([['Kidney function (urea and electrolytes)', true]]);
    expect(
      await atWestHerts.read(
        `testResults(first: 1) { totalCount setAside } recent: testResults(from: "${lastDays}") { totalCount nodes { name } }`,
      ),
    ).toEqual({
      testResults: { totalCount: held.length - 1, setAside: 0 },
      recent: { totalCount: 0, nodes: [] },
    });
  });

  it('M12 W13 is in no history of the test over all trusts either', async () => {
    const { data, errors } = await system.portal.ask(
      '{ me { testHistory(code: "14682-9") { missing { key } series { unit points { takenAt source { key } } } } } }',
      { session: atWestHerts.session },
    );
    expect(errors).toBeUndefined();
    const { testHistory } = (
      data as { me: { testHistory: { missing: object[]; series: { points: { takenAt: string }[] }[] } } }
    ).me;
    const points = testHistory.series.flatMap((series) => series.points);
    expect([testHistory.missing, points.length > 0, points.filter(({ takenAt }) => takenAt > lastDays)]).toEqual([
      [],
      true,
      [],
    ]);
  });
});

/** The laboratory's reports that a trust holds of this patient: what the samples gave to its importer. */
function heldReports(trust: string) {
  interface Report {
    resourceType: string;
    status: string;
    effectiveDateTime: string;
    code: { text: string };
  }
  const { entry } = sampleBundle(system.person('six-trusts'), trust, new Date()) as { entry: { resource: Report }[] };
  return entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === 'DiagnosticReport');
}
