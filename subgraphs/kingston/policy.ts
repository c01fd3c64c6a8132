import { definePolicy, national } from '@crosstrust/kit';

/** What Kingston Hospital decides. How it is carried out is the kit's. */
export const policy = definePolicy({
  trust: 'kingston',
  minimumAge: { years: 16, rule: 'K13' },
  sharing: {
    carer: { allowed: false, words: 'This hospital does not offer sharing your record with family or carers.', rule: 'assumed' },
    clinician: { allowed: false, words: 'This hospital does not offer sharing your record by a code.', rule: 'assumed' },
  },
  linking: {
    match: ['nhsNumber', 'birthDate', 'mobile', 'email'],
    ukMobileOnRecord: false,
    rule: 'K6',
    words: 'Your NHS number, date of birth, mobile number and email address must be those that your GP practice or the hospital holds.',
  },
  registration: {
    optional: { words: 'Registering is your choice. If you do not register, you go on getting letters by post and calls by phone, and you can register later, whenever an outpatient appointment is coming up.', rule: 'K1' },
    before: { words: 'Nothing of this hospital shows here before you have registered with it.', rule: 'assumed' },
    needs: { words: 'You need the internet, on a phone or a computer, and an email address of your own.', rule: 'K14' },
    cost: { words: 'It costs you nothing.', rule: 'assumed' },
    self: { offered: true, appointment: 'outpatient', words: 'Register with your NHS number, date of birth, mobile number and email address while an outpatient appointment is coming up.', rule: 'K1' },
    invitation: {
      by: 'link',
      channels: ['mobile'],
      onBooking: { made: true, rule: 'K2' },
      lasts: { days: 28, rule: 'assumed' },
      match: ['birthDate', 'mobile', 'email'],
      words: 'Or follow the link in the text that invites you: your date of birth, mobile number and email address must be those that your GP practice or the hospital holds, and your NHS number is not needed.',
      rule: 'K2',
    },
    carer: { allowed: false, words: 'At this hospital you register yourself. Somebody may help you, but cannot do it for you.', rule: 'assumed' },
    paperless: { asked: false, rule: 'assumed' },
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
  details: { changeAt: { words: 'Your GP practice or the hospital department can change your details.', rule: 'K6' } },
  preferences: {
    paperless: { offered: false, words: 'Letters come on paper as well.', rule: 'assumed' },
    texts: { offered: true, level: 'one-factor', words: 'Without texts, letters and reminders go by post.', rule: 'K10' },
  },
  leaving: {
    after: { words: 'Kingston Hospital reaches you by post and phone. You can register again whenever an outpatient appointment is coming up.', rule: 'K1' },
    stopTexts: { words: 'No more text reminders, and no texts that invite you back to register: letters and reminders come by post.', rule: 'K10' },
    closingText: { words: 'You will get no more texts from Kingston Hospital: letters and reminders come by post. To get texts again, register again and switch them on in My details, or tell the hospital.', rule: 'K11' },
  },
  mistakes: {
    IMPORTANT: { to: 'CARE_TEAM', words: 'This is important: contact your care team now.', rule: 'K15' },
    NOT_URGENT: { to: 'NEXT_VISIT', words: 'Raise it the next time you visit the hospital, so that your clinician can correct it.', rule: 'K15' },
    PERSONAL_DETAILS: { to: 'GP_PRACTICE', words: 'Check with your GP practice or the hospital department that your details are up to date.', rule: 'K6' },
  },
  help: {
    contacts: [{ key: 'hospital', name: 'Kingston Hospital switchboard', phone: '+442085467711', rule: 'assumed' }],
    routes: {
      TECHNICAL: { to: 'FORM', words: 'Technical problems: our online form is the fastest way. Staff in a hospital department will probably not be able to solve them.', rule: 'K5' },
      APPOINTMENTS: { to: 'BOOKING_TEAM', words: 'Contact the booking team on your appointment letter.', rule: 'K18' },
      ACCOUNT: { to: 'FORM', words: 'Technical problems: our online form is the fastest way. Staff in a hospital department will probably not be able to solve them.', rule: 'K5' },
      DETAILS: { to: 'GP_PRACTICE', words: 'Check with your GP practice or the hospital department.', rule: 'K6' },
      RECORD: { to: 'CONTACT', contact: 'hospital', words: 'Contact your care team.', rule: 'K15' },
      ANYTHING_ELSE: { to: 'CONTACT', contact: 'hospital', words: 'Call the hospital.', rule: 'assumed' },
    },
    emergencies: national.emergencies,
    nhsNumber: national.nhsNumber,
    appointmentQuestions: {
      words: 'Read your most recent appointment letter in full: it says what type of appointment you have and what to do. If it is unclear, contact the team that made the booking, with the details on the letter.',
      rule: 'K18',
    },
    articles: {
      LIBRARY: { state: 'NOT_OFFERED', words: 'This hospital has no library of health resources here.', rule: 'assumed' },
      HELP_CENTRE: { state: 'OFFERED', words: 'Questions that patients ask.', rule: 'assumed' },
      GUIDES: { state: 'NOT_OFFERED', words: 'This hospital has no guides to download.', rule: 'assumed' },
    },
    about: [{ topic: 'OPTIONAL', words: 'The portal is a choice. If you do not register, you go on getting letters by post and calls by phone, and you can register later.', rule: 'K1' }],
  },
});
