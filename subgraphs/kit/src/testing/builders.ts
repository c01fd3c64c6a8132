import { sections } from '@crosstrust/contract';
import { definePolicy, type Policy, type PolicyInput } from '../policy/policy.ts';

/** A policy for tests that shows everything; give what the test is about. */
export function aPolicy(given: Partial<PolicyInput> = {}): Policy {
  return definePolicy({
    trust: 'kingston',
    minimumAge: { years: 16, rule: 'assumed' },
    sharing: { carer: { allowed: true, rule: 'assumed' }, clinician: { allowed: true, rule: 'assumed' } },
    linking: { match: ['nhsNumber', 'birthDate'], ukMobileOnRecord: false, rule: 'assumed', words: 'Give your details.' },
    sections: Object.fromEntries(
      sections.map((section) => [section, { state: 'OFFERED', rule: 'assumed', words: section }]),
    ) as PolicyInput['sections'],
    ...given,
  });
}
