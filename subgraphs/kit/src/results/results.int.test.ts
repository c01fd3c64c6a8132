import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentStatus, ResultContent } from '../storage/content.ts';
import { aPolicy } from '../testing/builders.ts';
import { people, type RecordBed, startRecordBed } from '../testing/record-bed.ts';
import type { SeedItem } from '../testing/seed.ts';

const id = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
const result = (n: number, source: string, status: DocumentStatus, more: Partial<ResultContent> = {}): SeedItem => {
  const takenAt = `2026-05-0${n}T10:00:00.000Z`;
  const content: ResultContent = { name: `Test ${n}`, takenAt, observations: [], ...more };
  return { id: id(n), section: 'TEST_RESULTS', source, at: takenAt, status, content };
};
const range = { low: 115, high: 165, unit: 'g/L' };
const haemoglobin = (number: number) => ({
  name: 'Haemoglobin',
  value: { kind: 'quantity' as const, number, unit: 'g/L' },
  referenceRange: range,
});

let bed: RecordBed;
beforeAll(async () => {
  const { sections } = aPolicy({ trust: 'partners' });
  const state = (policy: object) =>
    aPolicy({ trust: 'partners', sections: { ...sections, TEST_RESULTS: policy } as never });
  bed = await startRecordBed({
    policies: {
      shows: state({ state: 'OFFERED', rule: 'M12', words: 'Results that were released.' }),
      one: state({ state: 'OFFERED', rule: 'W13', words: 'Results of North.', sources: ['north'] }),
      notYet: state({ state: 'NOT_YET', rule: 'D18', words: 'They will come in the coming months.' }),
    },
    items: [
      result(1, 'north', 'final', {
        observations: [haemoglobin(131)],
        conclusion: 'All is well.',
        performer: 'Pathology',
      }),
      result(2, 'south', 'amended', {
        observations: [
          haemoglobin(101),
          {
            name: 'Blood pressure',
            components: [
              {
                name: 'Systolic',
                value: { kind: 'quantity', number: 182, unit: 'mmHg' },
                interpretationCode: 'HH',
                interpretation: 'Very high',
              },
              { name: 'Diastolic', value: { kind: 'quantity', number: 79, unit: 'mmHg' } },
            ],
          },
          { name: 'Colour', value: { kind: 'text', text: 'Yellow' }, note: 'Sample was late.' },
        ],
      }),
      result(3, 'north', 'unreleased', { observations: [haemoglobin(90)] }),
      result(4, 'south', 'unreleased'),
    ],
    now: '2026-06-15T11:00:00.000Z',
  });
});
afterAll(() => bed?.close());

const observation = 'name number unit text flag interpretation note referenceRange { low high unit }';
const query = `{ partnersRecord(id: "${people.patient}") { testResults { totalCount nodes { id status source { key name } abnormal
  conclusion performer observations { ${observation} components { name flag } } } } unreleased: testResult(id: "${id(3)}") { id } } }`;
const blank = {
  number: null,
  unit: null,
  text: null,
  flag: null,
  interpretation: null,
  note: null,
  referenceRange: null,
  components: [],
};

describe('test results', () => {
  it('M12 W5 W13 show once released, each marked with its trust, with flags and comments', async () => {
    const shownRange = { low: 115, high: 165, unit: 'g/L' };
    expect(await bed.ask(query)).toEqual({
      data: {
        partnersRecord: {
          testResults: {
            totalCount: 2,
            nodes: [
              {
                id: id(2),
                status: 'AMENDED',
                source: { key: 'south', name: 'South' },
                abnormal: true,
                conclusion: null,
                performer: null,
                observations: [
                  {
                    ...blank,
                    name: 'Haemoglobin',
                    number: 101,
                    unit: 'g/L',
                    text: '101 g/L',
                    flag: 'LOW',
                    referenceRange: shownRange,
                  },
                  {
                    ...blank,
                    name: 'Blood pressure',
                    components: [
                      { name: 'Systolic', flag: 'CRITICAL_HIGH' },
                      { name: 'Diastolic', flag: null },
                    ],
                  },
                  { ...blank, name: 'Colour', text: 'Yellow', note: 'Sample was late.' },
                ],
              },
              {
                id: id(1),
                status: 'FINAL',
                source: { key: 'north', name: 'North' },
                abnormal: false,
                conclusion: 'All is well.',
                performer: 'Pathology',
                observations: [
                  {
                    ...blank,
                    name: 'Haemoglobin',
                    number: 131,
                    unit: 'g/L',
                    text: '131 g/L',
                    flag: 'NORMAL',
                    referenceRange: shownRange,
                  },
                ],
              },
            ],
          },
          unreleased: null,
        },
      },
    });
  });

  it('W13 leave out a trust whose results the policy does not name', async () => {
    const answer = await bed.ask(
      `{ partnersRecord(id: "${people.patient}") { testResults { nodes { source { key } } } } }`,
      {
        at: 'one',
      },
    );
    expect(answer.data.partnersRecord.testResults.nodes).toEqual([{ source: { key: 'north' } }]);
  });

  it('D18 K8 are null and not empty where they are not shown yet, and the section says so', async () => {
    const answer = await bed.ask(
      `{ partnersRecord(id: "${people.patient}") { testResults { totalCount } testResult(id: "${id(1)}") { id } sections { section state words } } }`,
      { at: 'notYet' },
    );
    const { sections, ...rest } = answer.data.partnersRecord;
    expect(rest).toEqual({ testResults: null, testResult: null });
    expect(sections).toContainEqual({
      section: 'TEST_RESULTS',
      state: 'NOT_YET',
      words: 'They will come in the coming months.',
    });
  });
});
