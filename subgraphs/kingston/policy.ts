import { definePolicy } from '@crosstrust/kit';

/** What Kingston Hospital decides. How it is carried out is the kit's. */
export const policy = definePolicy({
  trust: 'kingston',
  minimumAge: { years: 16, rule: 'K13' },
  sharing: {
    carer: { allowed: false, rule: 'assumed' },
    clinician: { allowed: false, rule: 'assumed' },
  },
  linking: {
    match: ['nhsNumber', 'birthDate', 'mobile', 'email'],
    ukMobileOnRecord: false,
    rule: 'K6',
    words: 'Your NHS number, date of birth, mobile number and email address must be those that your GP practice or the hospital holds.',
  },
  sections: {
    OUTPATIENT_APPOINTMENTS: { state: 'OFFERED', rule: 'K7', words: 'Your outpatient appointments.' },
    ADMISSIONS: { state: 'NOT_YET', rule: 'K8', words: 'Stays in hospital are not shown yet. They will come as the portal develops.' },
    PROCEDURES: { state: 'NOT_YET', rule: 'K8', words: 'Surgical procedures are not shown yet. They will come as the portal develops.' },
    RADIOLOGY_APPOINTMENTS: { state: 'NOT_YET', rule: 'K8', words: 'Radiology appointments are not shown yet. They will come as the portal develops.' },
    APPOINTMENT_LETTERS: { state: 'OFFERED', rule: 'K7', words: 'Letters about your appointments.' },
    CLINIC_LETTERS: { state: 'OFFERED', rule: 'K7', words: 'Letters that your clinic wrote after seeing you.' },
    TEST_RESULTS: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Kingston Hospital does not show test results here. Ask the team that ordered the test.' },
    DISCHARGE_SUMMARIES: { state: 'OFFERED', rule: 'K7', words: 'What the hospital wrote when you went home.' },
  },
});
