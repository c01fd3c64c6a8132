import { definePolicy, national } from '@crosstrust/kit';

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
    PATIENT_ENTRIES: { state: 'NOT_OFFERED', rule: 'assumed', words: 'You cannot add notes of your own at this hospital.' },
  },
  appointments: {
    accept: { offered: false, rule: 'assumed' },
    requestRebooking: { offered: false, rule: 'assumed' },
    requestCancellation: { offered: false, rule: 'assumed' },
    reschedule: { offered: true, level: 'one-factor', kinds: ['outpatient'], limit: 2, rule: 'W8', sameClinic: 'W9' },
    cancel: { offered: true, level: 'one-factor', kinds: ['outpatient'], discharges: true, rule: 'W10' },
    notice: { workingDays: 0, rule: 'assumed' },
    rearrange: { byPhone: true, rule: 'W12' },
  },
  post: { departments: [], enclosures: false, words: 'Letters that are not shown here come by post.', rule: 'assumed' },
  details: { changeAt: { words: 'Your GP practice or the hospital’s reception can change your details.', rule: 'assumed' } },
  preferences: {
    paperless: { offered: true, level: 'one-factor', words: 'Go paperless, or back to paper, whenever you like.', rule: 'W6' },
    texts: { offered: false, words: 'Tell the hospital if you want no text messages.', rule: 'assumed' },
  },
  mistakes: {
    IMPORTANT: { to: 'CARE_TEAM', words: 'Contact your care team now.', rule: 'assumed' },
    NOT_URGENT: { to: 'NEXT_VISIT', words: 'Tell your clinician at your next visit, who can correct it.', rule: 'assumed' },
    PERSONAL_DETAILS: { to: 'GP_PRACTICE', words: 'Tell your GP practice or the hospital’s reception.', rule: 'assumed' },
  },
  help: {
    contacts: [
      { key: 'hospital', name: 'West Hertfordshire switchboard', phone: '+441923244366', source: 'west-herts', rule: 'assumed' },
      { key: 'royal-free', name: 'Royal Free London switchboard', phone: '+442037582000', source: 'royal-free', rule: 'assumed' },
    ],
    routes: {
      TECHNICAL: { to: 'FORM', words: 'Report a technical issue with our online form.', rule: 'W14' },
      APPOINTMENTS: { to: 'CONTACT', contact: 'hospital', words: 'Contact the hospital about your appointment.', rule: 'W12' },
      ACCOUNT: { to: 'FORM', words: 'Report it with our online form.', rule: 'W14' },
      DETAILS: { to: 'CONTACT', contact: 'hospital', words: 'Call the hospital.', rule: 'assumed' },
      RECORD: { to: 'CONTACT', contact: 'hospital', words: 'Call the hospital.', rule: 'assumed' },
      ANYTHING_ELSE: { to: 'CONTACT', contact: 'hospital', words: 'Look in the help centre first, or call the hospital.', rule: 'W14' },
    },
    emergencies: national.emergencies,
    nhsNumber: national.nhsNumber,
    appointmentQuestions: { words: 'Read your most recent appointment letter in full. If it is unclear, contact the team that made the booking, named on the letter.', rule: 'assumed' },
    articles: {
      LIBRARY: { state: 'NOT_OFFERED', words: 'This hospital has no library of health resources here.', rule: 'assumed' },
      HELP_CENTRE: { state: 'OFFERED', words: 'Articles of the help centre.', rule: 'W14' },
      GUIDES: { state: 'NOT_OFFERED', words: 'This hospital has no guides to download.', rule: 'assumed' },
    },
    about: [{ topic: 'WHAT_IS_HELD', words: 'Royal Free London and West Herts work in partnership: documents and test results of both show.', rule: 'W13' }],
  },
});
