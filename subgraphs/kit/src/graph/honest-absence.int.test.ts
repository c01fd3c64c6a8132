import { type Section, sections, sectionStates } from '@crosstrust/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Policy, PolicyInput } from '../policy/policy.ts';
import { aPolicy } from '../testing/builders.ts';
import { lives } from '../testing/lives.ts';
import { grantTo, people, type RecordBed, startRecordBed } from '../testing/record-bed.ts';

const seed = 20_260_615;
const since = Date.parse('2026-05-03T09:00:00Z') / 1000;

/** Any answer that a trust can give for each of its sections. */
const anyPolicy = fc
  .record(Object.fromEntries(sections.map((section) => [section, fc.constantFrom(...sectionStates)])))
  .map((states) =>
    aPolicy({
      sections: Object.fromEntries(
        Object.entries(states).map(([section, state]) => [
          section,
          { state, rule: 'assumed', words: `${section} is ${state}.` },
        ]),
      ) as PolicyInput['sections'],
    }),
  );
const policies = fc.sample(anyPolicy, { numRuns: 12, seed });

/** The lists of a record, the arguments that narrow each, and what they hold. */
const lists: Record<string, { sections: readonly Section[]; narrowings: readonly string[] }> = {
  appointments: {
    sections: ['OUTPATIENT_APPOINTMENTS', 'ADMISSIONS', 'PROCEDURES', 'RADIOLOGY_APPOINTMENTS'],
    narrowings: ['statuses: [CANCELLED]', 'sections: [ADMISSIONS]', 'from: "2030-01-01T00:00:00Z"'],
  },
  letters: {
    sections: ['APPOINTMENT_LETTERS', 'CLINIC_LETTERS'],
    narrowings: ['reading: [READ]', 'sections: [APPOINTMENT_LETTERS]', 'to: "1990-01-01T00:00:00Z"'],
  },
  testResults: { sections: ['TEST_RESULTS'], narrowings: ['from: "2030-01-01T00:00:00Z"'] },
  dischargeSummaries: { sections: ['DISCHARGE_SUMMARIES'], narrowings: ['to: "1990-01-01T00:00:00Z"'] },
  entries: { sections: ['PATIENT_ENTRIES'], narrowings: ['kinds: [MEDICATION]'] },
};
const anyQuestion = fc.constantFrom(
  ...Object.entries(lists).flatMap(([list, { narrowings }]) =>
    ['', ...narrowings].map((narrowing) => ({ list, field: narrowing ? `${list}(${narrowing})` : list })),
  ),
);

let bed: RecordBed;
beforeAll(async () => {
  const named = Object.fromEntries(policies.map((policy, index) => [String(index), policy]));
  bed = await startRecordBed({ policies: named, items: lives[0]?.items ?? [], now: '2026-06-15T12:00:00Z' });
});
afterAll(() => bed?.close());

const shows = (policy: Policy, section: Section) => ['OFFERED', 'FUTURE_ONLY'].includes(policy.sections[section].state);

it('K8 D14 D18 never answers with an empty list that has no reason, whatever a trust offers and holds', async () => {
  const anyCase = fc.record({
    at: fc.nat(policies.length - 1),
    question: anyQuestion,
    who: fc.constantFrom(people.patient, people.stranger),
  });
  const seen = { nothing: 0, empty: 0, full: 0 };
  const property = fc.asyncProperty(anyCase, async ({ at, question: { list, field }, who }) => {
    const policy = policies[at];
    const held = lists[list]?.sections ?? [];
    const { data, errors } = await bed.ask(
      `{ exampleRecord(id: "${who}") { sections { section state words } ${field} { nodes { id } whyEmpty } } }`,
      { at: String(at), as: [grantTo(who, { since })] },
    );
    expect(errors).toBeUndefined();
    const { sections: told, [list]: page } = data.exampleRecord;
    if (!policy) throw new Error('no such policy');
    expect(told).toEqual(
      sections.map((section) => expect.objectContaining({ section, words: expect.stringMatching(/./) })),
    );
    const asked = held.filter((section) => !field.includes('sections:') || field.includes(section));
    if (page === null) {
      seen.nothing += 1;
      expect(asked.filter((section) => shows(policy, section))).toEqual([]);
    } else if (page.nodes.length === 0) {
      seen.empty += 1;
      expect(page.whyEmpty).toMatch(/\w{3,}.*\./);
      for (const section of asked.filter((each) => policy.sections[each].state !== 'OFFERED'))
        expect(page.whyEmpty).toContain(policy.sections[section].words);
    } else {
      seen.full += 1;
      expect(page.whyEmpty).toBeNull();
    }
  });
  await fc.assert(property, { numRuns: 150, seed });
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
});
