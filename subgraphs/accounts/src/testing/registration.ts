import type { RegistrationPolicy } from '../registration/registration-policy.ts';

const said = { words: 'Words.', rule: 'assumed' };

/** How people register with the trusts of the tests: with West Herts by codes as well, and a carer may do it there. */
export function registrationOf(trust: string): RegistrationPolicy {
  const isWestHerts = trust.startsWith('west-herts');
  return {
    optional: { words: 'It is a choice.', rule: 'K1' },
    before: said,
    needs: said,
    cost: said,
    self: { offered: true, appointment: isWestHerts ? 'any' : 'outpatient', ...said },
    invitation: {
      by: isWestHerts ? 'codes' : 'link',
      lasts: { days: 28 },
      match: isWestHerts ? ['nhsNumber', 'birthDate', 'email'] : ['birthDate', 'mobile'],
      ...said,
    },
    carer: { allowed: isWestHerts, ...said },
    paperless: { asked: isWestHerts },
  };
}
