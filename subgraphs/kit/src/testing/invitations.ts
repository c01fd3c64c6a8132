import type { Policy, PolicyInput } from '../policy/policy.ts';
import { aPolicy, openToAll } from './builders.ts';

type Registration = PolicyInput['registration'];

const said = { words: 'Words.', rule: 'assumed' };
const invited = { onBooking: { made: true, rule: 'assumed' }, lasts: { days: 28, rule: 'assumed' }, ...said };

/** A link to mobile and email. */
export const linkInvitation: Extract<Registration['invitation'], { by: 'link' }> = {
  by: 'link',
  channels: ['mobile', 'email'],
  match: ['birthDate', 'mobile'],
  ...invited,
};

/** How trusts of the tests let people register. */
export const registrations = {
  /** By oneself with an outpatient appointment coming up, or by a link. */
  byLink: {
    ...openToAll,
    self: { offered: true, appointment: 'outpatient', ...said },
    invitation: linkInvitation,
  },
  /** By the two codes of a letter alone; a carer may do it. */
  byCodes: {
    ...openToAll,
    self: { offered: false, ...said },
    invitation: { by: 'codes', match: ['nhsNumber', 'birthDate', 'email'], ...invited },
    carer: { allowed: true, ...said },
  },
} satisfies Record<string, Registration>;

/** A trust's policy with this way of registering. */
export const registeringBy = (way: keyof typeof registrations, more: Partial<PolicyInput> = {}): Policy =>
  aPolicy({ registration: registrations[way], ...more });
