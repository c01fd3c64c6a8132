import type { AppointmentContent, AppointmentKind } from '../storage/content.ts';

const names: Readonly<Record<AppointmentKind, string>> = {
  outpatient: 'Outpatient appointment',
  'day-case': 'Day case',
  inpatient: 'Hospital stay',
  diagnostic: 'Diagnostic appointment',
};

/** What an appointment is called where there is one line for it: by its specialty, else by its kind. */
export const titleOf = ({ kind, specialty }: Pick<AppointmentContent, 'kind' | 'specialty'>): string =>
  specialty ? `${specialty}: ${names[kind].toLowerCase()}` : names[kind];
