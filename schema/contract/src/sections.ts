/** The kinds of content a record can hold. A closed list: every policy answers for each of them (K7 K8 W5 D2 D8 D18). */
export const sections = [
  'OUTPATIENT_APPOINTMENTS',
  'ADMISSIONS',
  'PROCEDURES',
  'RADIOLOGY_APPOINTMENTS',
  'APPOINTMENT_LETTERS',
  'CLINIC_LETTERS',
  'TEST_RESULTS',
  'DISCHARGE_SUMMARIES',
  'PATIENT_ENTRIES',
] as const;
export type Section = (typeof sections)[number];

/** The sections that hold appointments, and the stays and procedures that are booked like them. */
export const appointmentSections = [
  'OUTPATIENT_APPOINTMENTS',
  'ADMISSIONS',
  'PROCEDURES',
  'RADIOLOGY_APPOINTMENTS',
] as const satisfies readonly Section[];

/**
 * What a trust says of a section. OFFERED: shown. NOT_YET: the trust means to show it later. NOT_OFFERED: the trust
 * does not show it. FUTURE_ONLY: shown from the day of registration on.
 */
export const sectionStates = ['OFFERED', 'NOT_YET', 'NOT_OFFERED', 'FUTURE_ONLY'] as const;
export type SectionState = (typeof sectionStates)[number];
