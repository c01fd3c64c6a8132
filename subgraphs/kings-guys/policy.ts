import { definePolicy } from '@crosstrust/kit';

/** What King's College Hospital and Guy's and St Thomas' decide. They share one system: one record, two sources (M5). */
export const policy = definePolicy({
  trust: 'kings-guys',
  minimumAge: { years: 16, rule: 'assumed' },
  sharing: {
    carer: { allowed: false, rule: 'assumed' },
    clinician: { allowed: true, rule: 'M9' },
  },
  linking: {
    match: ['nhsNumber', 'birthDate', 'mobile'],
    ukMobileOnRecord: false,
    rule: 'assumed',
    words: 'Your NHS number, date of birth and mobile number must be those that the hospital holds. King’s and Guy’s share one system: linking one links both.',
  },
  sections: {
    OUTPATIENT_APPOINTMENTS: { state: 'OFFERED', rule: 'assumed', words: 'Your outpatient appointments at both trusts.' },
    ADMISSIONS: { state: 'OFFERED', rule: 'assumed', words: 'Your stays in hospital at both trusts.' },
    PROCEDURES: { state: 'OFFERED', rule: 'assumed', words: 'Your procedures at both trusts.' },
    RADIOLOGY_APPOINTMENTS: { state: 'OFFERED', rule: 'assumed', words: 'Your scans and X-rays at both trusts.' },
    APPOINTMENT_LETTERS: { state: 'OFFERED', rule: 'assumed', words: 'Letters about your appointments.' },
    CLINIC_LETTERS: { state: 'OFFERED', rule: 'assumed', words: 'Letters that your clinic wrote after seeing you.' },
    TEST_RESULTS: { state: 'OFFERED', rule: 'M12', words: 'Your test results, once the team that ordered them has released them.' },
    DISCHARGE_SUMMARIES: { state: 'NOT_OFFERED', rule: 'assumed', words: 'This shows some of what the hospitals hold, not the full record. Discharge summaries are not part of it.' },
  },
});
