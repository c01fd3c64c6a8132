import { definePolicy } from '@crosstrust/kit';

/** What St George's decides. Where its FAQ is silent it shows what Kingston shows; those values are marked assumed. */
export const policy = definePolicy({
  trust: 'st-georges',
  minimumAge: { years: 16, rule: 'assumed' },
  sharing: {
    carer: { allowed: false, rule: 'assumed' },
    clinician: { allowed: false, rule: 'assumed' },
  },
  linking: {
    match: ['nhsNumber', 'birthDate', 'mobile', 'email'],
    ukMobileOnRecord: false,
    rule: 'assumed',
    words: 'Your NHS number, date of birth, mobile number and email address must be those that your GP practice or the hospital holds.',
  },
  sections: {
    OUTPATIENT_APPOINTMENTS: { state: 'OFFERED', rule: 'assumed', words: 'Your outpatient appointments.' },
    ADMISSIONS: { state: 'NOT_YET', rule: 'assumed', words: 'Stays in hospital are not shown yet.' },
    PROCEDURES: { state: 'NOT_YET', rule: 'assumed', words: 'Surgical procedures are not shown yet.' },
    RADIOLOGY_APPOINTMENTS: { state: 'NOT_YET', rule: 'assumed', words: 'Radiology appointments are not shown yet.' },
    APPOINTMENT_LETTERS: { state: 'OFFERED', rule: 'assumed', words: 'Letters about your appointments.' },
    CLINIC_LETTERS: { state: 'OFFERED', rule: 'assumed', words: 'Letters that your clinic wrote after seeing you.' },
    TEST_RESULTS: { state: 'NOT_OFFERED', rule: 'assumed', words: 'St George’s does not show test results here. Ask the team that ordered the test.' },
    DISCHARGE_SUMMARIES: { state: 'OFFERED', rule: 'assumed', words: 'What the hospital wrote when you went home.' },
  },
});
