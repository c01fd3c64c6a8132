import { definePolicy } from '@crosstrust/kit';

/**
 * What West Hertfordshire decides, with its partner Royal Free London: documents and test results of both trusts show,
 * each marked with its trust; Royal Free's appointments do not (W13).
 */
export const policy = definePolicy({
  trust: 'west-herts-royal-free',
  minimumAge: { years: 18, rule: 'W1' },
  sharing: {
    carer: { allowed: false, rule: 'W4' },
    clinician: { allowed: false, rule: 'W4' },
  },
  linking: {
    match: ['nhsNumber', 'birthDate', 'mobile'],
    ukMobileOnRecord: true,
    rule: 'W1',
    words: 'You need to be 18 or over, with a UK mobile number on your hospital record that is the one you give here.',
  },
  sections: {
    OUTPATIENT_APPOINTMENTS: { state: 'OFFERED', rule: 'W5', words: 'Your appointments at West Hertfordshire.', sources: ['west-herts'] },
    ADMISSIONS: { state: 'OFFERED', rule: 'W5', words: 'Your admissions at West Hertfordshire.', sources: ['west-herts'] },
    PROCEDURES: { state: 'OFFERED', rule: 'W5', words: 'Your procedures at West Hertfordshire.', sources: ['west-herts'] },
    RADIOLOGY_APPOINTMENTS: { state: 'OFFERED', rule: 'assumed', words: 'Your scans and X-rays at West Hertfordshire.', sources: ['west-herts'] },
    APPOINTMENT_LETTERS: { state: 'OFFERED', rule: 'W5', words: 'Confirmation letters of both trusts, each marked with its trust.' },
    CLINIC_LETTERS: { state: 'OFFERED', rule: 'W5', words: 'Clinic outcome letters of both trusts, each marked with its trust.' },
    TEST_RESULTS: { state: 'OFFERED', rule: 'W13', words: 'Test results of both trusts, each marked with its trust.' },
    DISCHARGE_SUMMARIES: { state: 'OFFERED', rule: 'W5', words: 'Discharge summaries of both trusts, each marked with its trust.' },
  },
});
