import { definePolicy, national } from '@crosstrust/kit';

/** What University Hospital Southampton decides: letters and coming appointments, which patients accept or ask to change. */
export const policy = definePolicy({
  trust: 'southampton',
  minimumAge: { years: 16, rule: 'assumed' },
  sharing: {
    carer: { allowed: false, rule: 'assumed' },
    clinician: { allowed: false, rule: 'assumed' },
  },
  linking: {
    match: ['birthDate', 'mobileOrEmail'],
    ukMobileOnRecord: false,
    rule: 'U5',
    words: 'Your mobile number or email address, and your date of birth, must be those that the hospital holds.',
  },
  sections: {
    OUTPATIENT_APPOINTMENTS: { state: 'OFFERED', rule: 'U1', words: 'Your appointments.' },
    ADMISSIONS: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Stays in hospital are not shown here.' },
    PROCEDURES: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Procedures are not shown here.' },
    RADIOLOGY_APPOINTMENTS: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Scans and X-rays are not shown here.' },
    APPOINTMENT_LETTERS: { state: 'OFFERED', rule: 'U2', words: 'Letters about your appointments.' },
    CLINIC_LETTERS: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Letters of the clinic are not shown here. They come by post.' },
    TEST_RESULTS: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Test results are not shown here. Ask the team that ordered the test.' },
    DISCHARGE_SUMMARIES: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Discharge summaries are not shown here.' },
    PATIENT_ENTRIES: { state: 'NOT_OFFERED', rule: 'assumed', words: 'You cannot add notes of your own at this hospital.' },
  },
  appointments: {
    accept: { offered: true, level: 'one-factor', kinds: ['outpatient'], rule: 'U9' },
    requestRebooking: { offered: true, level: 'one-factor', kinds: ['outpatient'], rule: 'U2' },
    requestCancellation: { offered: true, level: 'one-factor', kinds: ['outpatient'], rule: 'U2' },
    reschedule: { offered: false, rule: 'assumed' },
    cancel: { offered: false, rule: 'assumed' },
    notice: { workingDays: 3, rule: 'U10' },
    rearrange: { byPhone: true, rule: 'assumed' },
  },
  post: { departments: [], enclosures: false, words: 'Letters that are not shown here come by post.', rule: 'assumed' },
  details: { changeAt: { words: 'The hospital needs your current contact details. Update them on its website.', url: 'https://www.uhs.nhs.uk/', rule: 'U7' } },
  preferences: {
    paperless: { offered: false, words: 'Letters come on paper as well.', rule: 'assumed' },
    texts: { offered: false, words: 'Tell the hospital if you want no text messages.', rule: 'assumed' },
  },
  mistakes: {
    IMPORTANT: { to: 'CARE_TEAM', words: 'Contact your care team now.', rule: 'assumed' },
    NOT_URGENT: { to: 'NEXT_VISIT', words: 'Tell your clinician at your next visit, who can correct it.', rule: 'assumed' },
    PERSONAL_DETAILS: { to: 'GP_PRACTICE', words: 'Tell your GP practice or the hospital’s reception.', rule: 'assumed' },
  },
  help: {
    contacts: [{ key: 'hospital', name: 'Southampton General Hospital switchboard', phone: '+442380777222', rule: 'assumed' }],
    routes: {
      TECHNICAL: { to: 'FORM', words: 'Tell us with our online form.', rule: 'assumed' },
      APPOINTMENTS: { to: 'BOOKING_TEAM', words: 'Contact the booking team on your appointment letter.', rule: 'assumed' },
      ACCOUNT: { to: 'FORM', words: 'Tell us with our online form.', rule: 'assumed' },
      DETAILS: { to: 'CONTACT', contact: 'hospital', words: 'Update your contact details on the hospital’s website, or call.', rule: 'U7' },
      RECORD: { to: 'CONTACT', contact: 'hospital', words: 'Call the hospital.', rule: 'assumed' },
      ANYTHING_ELSE: { to: 'CONTACT', contact: 'hospital', words: 'Call the hospital.', rule: 'assumed' },
    },
    emergencies: national.emergencies,
    nhsNumber: national.nhsNumber,
    appointmentQuestions: { words: 'Read your most recent appointment letter in full. If it is unclear, contact the team that made the booking, named on the letter.', rule: 'assumed' },
    articles: {
      LIBRARY: { state: 'NOT_OFFERED', words: 'This hospital has no library of health resources here.', rule: 'assumed' },
      HELP_CENTRE: { state: 'OFFERED', words: 'Questions that patients ask.', rule: 'assumed' },
      GUIDES: { state: 'OFFERED', words: 'Frequently asked questions and three guides, to read or to download.', rule: 'U11' },
    },
    about: [{ topic: 'USE', words: 'View and manage your coming appointments on a phone or a computer.', rule: 'U1' }],
  },
});
