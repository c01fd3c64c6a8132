import { acrossHospitals, appointments } from './examples/appointments.ts';
import type { Example } from './examples/example.ts';
import { help } from './examples/help.ts';
import { entries, everyHospital, letters, results } from './examples/records.ts';
import { registration } from './examples/registration.ts';
import { lookingAndLeaving, security } from './examples/security.ts';
import { sharing } from './examples/sharing.ts';
import { hospitalsAndSigningOut, signingIn } from './examples/sign-in.ts';

/** The tabs, in the order in which somebody new tries them. The operation's name is the tab's title. */
export const examples: readonly Example[] = [
  ...signingIn,
  everyHospital,
  ...acrossHospitals,
  ...appointments,
  ...letters,
  ...results,
  ...entries,
  ...sharing,
  ...security,
  ...lookingAndLeaving,
  ...registration,
  ...help,
  ...hospitalsAndSigningOut,
];
