import type { Grant } from '@crosstrust/contract';
import { describe, expect, it } from 'vitest';
import { aPolicy } from '../testing/builders.ts';
import type { PolicyInput } from '../policy/policy.ts';
import { decide, type PatientFacts, sharedSections } from './decide.ts';

const record = '0b5a6f0e-7f43-4f0a-9a3e-0f4f1c2d3e4f';
const own: Grant = { record, relation: 'self', sections: 'all' };
const adult: PatientFacts = { status: 'active', birthDate: '1980-05-01' };
const seventeen: PatientFacts = { status: 'active', birthDate: '2008-06-16' };
const now = new Date('2026-06-15T12:00:00Z');
const policy = aPolicy({
  minimumAge: { years: 16, rule: 'K13' },
  sharing: {
    carer: { allowed: true, mayChange: true, untilAge: { years: 18, rule: 'D4' }, words: 'Yes.', rule: 'D12' },
    clinician: { allowed: false, words: 'No.', rule: 'W4' },
  },
});

describe('decide', () => {
  it.each([
    ['the owner', own, adult, { allowed: true }],
    ['nobody’s grant', undefined, adult, { allowed: false, code: 'NOT_YOURS' }],
    ['a record that does not exist', own, null, { allowed: false, code: 'NOT_YOURS' }],
    ['a carer where carers are allowed', { ...own, relation: 'carer' }, adult, { allowed: true }],
    [
      'a clinician where they are not',
      { ...own, relation: 'clinician' },
      adult,
      { allowed: false, code: 'CARER_REFUSED', rule: 'W4' },
    ],
    ['a parent of somebody grown up', { ...own, relation: 'carer' }, adult, { allowed: true }],
    ['a parent until 18', { ...own, relation: 'carer', untilAge: 18 }, seventeen, { allowed: true }],
    [
      'a parent from 18 on',
      { ...own, relation: 'carer', untilAge: 18 },
      { ...adult, birthDate: '2008-06-15' },
      { allowed: false, code: 'GRANT_EXPIRED', rule: 'D4' },
    ],
    ['a grant in its last second', { ...own, until: now.getTime() / 1000 + 1 }, adult, { allowed: true }],
    ['a grant at its end', { ...own, until: now.getTime() / 1000 }, adult, { allowed: false, code: 'GRANT_EXPIRED' }],
    ['a patient who has died', own, { ...adult, status: 'deceased' }, { allowed: false, code: 'RECORD_CLOSED' }],
    ['a merged record', own, { ...adult, status: 'merged' }, { allowed: false, code: 'RECORD_CLOSED' }],
    ['a restricted record', own, { ...adult, status: 'restricted' }, { allowed: false, code: 'RECORD_RESTRICTED' }],
    [
      'a child',
      own,
      { ...adult, birthDate: '2012-01-01' },
      { allowed: false, code: 'AGE_BLOCKED', rule: 'K13', minimumAge: 16 },
    ],
    [
      'a child’s carer',
      { ...own, relation: 'carer' },
      { ...adult, birthDate: '2012-01-01' },
      { allowed: false, code: 'AGE_BLOCKED', rule: 'K13', minimumAge: 16 },
    ],
  ] as const)('answers for %s', (_who, grant, patient, answer) => {
    expect(decide(policy, { grant: grant as Grant | undefined, patient, now })).toEqual(answer);
  });

  it.each([
    ['a second before midnight in summer', '2010-06-16', '2026-06-15T22:59:59Z', false],
    ['midnight in London in summer, an hour before midnight UTC', '2010-06-16', '2026-06-15T23:00:00Z', true],
    ['an hour before midnight in winter', '2010-01-16', '2026-01-15T23:00:00Z', false],
    ['midnight in winter', '2010-01-16', '2026-01-16T00:00:00Z', true],
    ['the day the clocks go forward', '2010-03-29', '2026-03-29T00:00:00Z', true],
    ['the night the clocks go back', '2010-10-26', '2026-10-25T23:59:59Z', false],
    ['the night after the clocks went back', '2010-10-26', '2026-10-26T00:00:00Z', true],
    ['28 February for who was born on the 29th', '2008-02-29', '2025-02-28T23:59:59Z', true],
    ['28 February at 15', '2012-02-29', '2027-02-28T23:59:59Z', false],
    ['29 February in a leap year', '2012-02-29', '2028-02-29T00:00:00Z', true],
  ] as const)('K13 reaches 16 at midnight: %s', (_when, birthDate, instant, isOldEnough) => {
    const decision = decide(policy, { grant: own, patient: { status: 'active', birthDate }, now: new Date(instant) });
    expect(decision.allowed).toBe(isOldEnough);
  });

  it('W1 reaches 18 on 1 March when born on 29 February', () => {
    const eighteen = aPolicy({ minimumAge: { years: 18, rule: 'W1' } });
    const on = (instant: string) =>
      decide(eighteen, { grant: own, patient: { status: 'active', birthDate: '2008-02-29' }, now: new Date(instant) });
    expect(on('2026-02-28T23:59:59Z')).toEqual({ allowed: false, code: 'AGE_BLOCKED', rule: 'W1', minimumAge: 18 });
    expect(on('2026-03-01T00:00:00Z')).toEqual({ allowed: true });
  });
});

describe('what was shared', () => {
  const carer: Grant = { ...own, relation: 'carer' };
  const at = (sharing: PolicyInput['sharing']) => ({
    for: (grant: Grant, patient = adult) => decide(aPolicy({ sharing }), { grant, patient, now }),
  });
  const no = { allowed: false, words: 'No.', rule: 'W4' } as const;
  const short = { allowed: true, longestMinutes: 60, words: 'Yes.', rule: 'M9' } as const;
  const minutesFromNow = (minutes: number) => now.getTime() / 1000 + minutes * 60;

  it('D12 W4 lets the same carer in at one trust and not at the other, and says by which rule', () => {
    const grant: Grant = { ...carer, may: 'read', until: minutesFromNow(60) };
    const derby = at({ carer: { allowed: true, mayChange: true, words: 'Yes.', rule: 'D12' }, clinician: no });
    expect(derby.for(grant)).toEqual({ allowed: true });
    expect(at({ carer: no, clinician: no }).for(grant)).toEqual({
      allowed: false,
      code: 'CARER_REFUSED',
      rule: 'W4',
    });
  });

  it.each([
    ['an hour', minutesFromNow(60), { allowed: true }],
    ['an hour and a clock that is half a minute ahead', minutesFromNow(60.5), { allowed: true }],
    ['two hours', minutesFromNow(120), { allowed: false, code: 'CARER_REFUSED', rule: 'M9' }],
    ['ever', undefined, { allowed: false, code: 'CARER_REFUSED', rule: 'M9' }],
  ])('M9 answers a clinician for %s', (_time, until, answer) => {
    const grant: Grant = { ...own, relation: 'clinician', ...(until === undefined ? {} : { until }) };
    expect(at({ carer: no, clinician: short }).for(grant)).toEqual(answer);
  });

  it('ends for a parent at the age that the policy names now, not at the one of the grant', () => {
    const yes = { allowed: true, mayChange: false, words: 'Yes.', rule: 'D12' } as const;
    const parent: Grant = { ...carer, untilAge: 18 };
    const earlier = at({ carer: { ...yes, untilAge: { years: 17, rule: 'assumed' } }, clinician: no });
    expect(earlier.for(parent, seventeen)).toEqual({ allowed: false, code: 'GRANT_EXPIRED', rule: 'assumed' });
    expect(at({ carer: yes, clinician: no }).for(parent, seventeen)).toEqual({ allowed: true });
    expect(at({ carer: yes, clinician: no }).for(parent)).toEqual({
      allowed: false,
      code: 'GRANT_EXPIRED',
      rule: 'D12',
    });
  });
});

describe('sharedSections', () => {
  it('keeps to what the grant shares', () => {
    const among = ['TEST_RESULTS', 'ADMISSIONS'] as const;
    expect(sharedSections(own, among)).toEqual(['TEST_RESULTS', 'ADMISSIONS']);
    expect(sharedSections({ ...own, sections: ['ADMISSIONS', 'CLINIC_LETTERS'] }, among)).toEqual(['ADMISSIONS']);
    expect(sharedSections({ ...own, sections: [] }, among)).toEqual([]);
  });

  it.each([
    ['the patient', own, ['PATIENT_ENTRIES', 'ADMISSIONS']],
    ['a carer to whom all is shared', { ...own, relation: 'carer' }, ['ADMISSIONS']],
    ['a clinician to whom all is shared', { ...own, relation: 'clinician' }, ['ADMISSIONS']],
    [
      'a carer to whom it is shared by name',
      { ...own, relation: 'carer', sections: ['PATIENT_ENTRIES'] },
      ['PATIENT_ENTRIES'],
    ],
  ] as const)('D2 D12 leaves what patients wrote for themselves out for others: %s', (_who, grant, shared) => {
    expect(sharedSections(grant as Grant, ['PATIENT_ENTRIES', 'ADMISSIONS'])).toEqual(shared);
  });
});
