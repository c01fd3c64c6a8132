import { definePolicy, national } from '@crosstrust/kit';

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
    PATIENT_ENTRIES: { state: 'NOT_OFFERED', rule: 'assumed', words: 'You cannot add notes of your own at this hospital.' },
  },
  appointments: {
    accept: { offered: false, rule: 'assumed' },
    requestRebooking: { offered: false, rule: 'assumed' },
    requestCancellation: { offered: false, rule: 'assumed' },
    reschedule: { offered: false, rule: 'assumed' },
    cancel: { offered: false, rule: 'assumed' },
    notice: { workingDays: 0, rule: 'assumed' },
    rearrange: { byPhone: true, rule: 'assumed' },
  },
  post: { departments: [], enclosures: false, words: 'Letters that are not shown here come by post.', rule: 'assumed' },
  details: { changeAt: { words: 'Your GP practice or the hospital’s reception can change your details.', rule: 'assumed' } },
  preferences: {
    paperless: { offered: false, words: 'Letters come on paper as well.', rule: 'assumed' },
    texts: { offered: true, level: 'one-factor', words: 'Without texts, letters and reminders go by post.', rule: 'assumed' },
  },
  mistakes: {
    IMPORTANT: { to: 'CARE_TEAM', words: 'This is important: contact your care team now.', rule: 'assumed' },
    NOT_URGENT: { to: 'NEXT_VISIT', words: 'Raise it the next time you visit the hospital, so that your clinician can correct it.', rule: 'assumed' },
    PERSONAL_DETAILS: { to: 'GP_PRACTICE', words: 'Check with your GP practice or the hospital department that your details are up to date.', rule: 'assumed' },
  },
  help: {
    contacts: [{ key: 'hospital', name: 'St George’s switchboard', phone: '+442086721255', rule: 'assumed' }],
    routes: {
      TECHNICAL: { to: 'FORM', words: 'Technical problems: our online form is the fastest way. Staff in a hospital department will probably not be able to solve them.', rule: 'assumed' },
      APPOINTMENTS: { to: 'BOOKING_TEAM', words: 'Contact the booking team on your appointment letter.', rule: 'assumed' },
      ACCOUNT: { to: 'FORM', words: 'Technical problems: our online form is the fastest way. Staff in a hospital department will probably not be able to solve them.', rule: 'assumed' },
      DETAILS: { to: 'GP_PRACTICE', words: 'Check with your GP practice or the hospital department.', rule: 'assumed' },
      RECORD: { to: 'CONTACT', contact: 'hospital', words: 'Contact your care team.', rule: 'assumed' },
      ANYTHING_ELSE: { to: 'CONTACT', contact: 'hospital', words: 'Call the hospital.', rule: 'assumed' },
    },
    emergencies: national.emergencies,
    nhsNumber: national.nhsNumber,
    appointmentQuestions: { words: 'Read your most recent appointment letter in full. If it is unclear, contact the team that made the booking, named on the letter.', rule: 'assumed' },
    articles: {
      LIBRARY: { state: 'NOT_OFFERED', words: 'This hospital has no library of health resources here.', rule: 'assumed' },
      HELP_CENTRE: { state: 'OFFERED', words: 'Questions that patients ask.', rule: 'assumed' },
      GUIDES: { state: 'NOT_OFFERED', words: 'This hospital has no guides to download.', rule: 'assumed' },
    },
    about: [{ topic: 'OPTIONAL', words: 'The portal is a choice. Who does not register goes on getting letters by post and calls by phone, and can register later.', rule: 'assumed' }],
  },
});
