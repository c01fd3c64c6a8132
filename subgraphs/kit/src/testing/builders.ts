import { sections, type TrustEntry } from '@crosstrust/contract';
import { definePolicy, type Policy, type PolicyInput } from '../policy/policy.ts';

/** Trusts that exist for tests only: one on its own, and a partnership. */
export const exampleTrusts: readonly TrustEntry[] = [
  {
    key: 'example',
    name: 'Example Hospital',
    typePrefix: 'Example',
    sources: [{ key: 'example', odsCode: 'X26', name: 'Example Hospital' }],
  },
  {
    key: 'partners',
    name: 'North and South',
    typePrefix: 'Partners',
    sources: [
      { key: 'north', odsCode: 'X27', name: 'North' },
      { key: 'south', odsCode: 'X28', name: 'South' },
    ],
  },
];

/** A policy for tests that shows everything; give what the test is about. */
export function aPolicy(given: Partial<PolicyInput> = {}): Policy {
  const shown = Object.fromEntries(
    sections.map((section) => [section, { state: 'OFFERED', rule: 'assumed', words: section }]),
  );
  return definePolicy(
    {
      trust: 'example',
      minimumAge: { years: 16, rule: 'assumed' },
      sharing: { carer: { allowed: true, rule: 'assumed' }, clinician: { allowed: true, rule: 'assumed' } },
      linking: {
        match: ['nhsNumber', 'birthDate'],
        ukMobileOnRecord: false,
        rule: 'assumed',
        words: 'Give your details.',
      },
      sections: shown as PolicyInput['sections'],
      ...given,
    },
    exampleTrusts,
  );
}
