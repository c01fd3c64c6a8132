import { definePolicy, national } from '@crosstrust/kit';

/** What King's College Hospital and Guy's and St Thomas' decide. They share one system: one record, two sources (M5). */
export const policy = definePolicy({
  trust: 'kings-guys',
  minimumAge: { years: 16, rule: 'assumed' },
  sharing: {
    carer: { allowed: false, words: 'These hospitals share a record for a short time only: a code is emailed to the person you choose.', rule: 'assumed' },
    clinician: { allowed: true, longestMinutes: 1440, words: 'You can share your record for a short time with a clinician or other person: they are emailed a code.', rule: 'M9' },
  },
  linking: {
    match: ['nhsNumber', 'birthDate', 'mobile'],
    ukMobileOnRecord: false,
    rule: 'assumed',
    words: 'Your NHS number, date of birth and mobile number must be those that the hospital holds. King’s and Guy’s share one system: linking one links both.',
  },
  registration: {
    optional: { words: 'Registering is your choice. If you do not register, you go on getting letters and calls as before, and your care is not affected.', rule: 'assumed' },
    before: { words: 'Nothing of this hospital shows here before you have registered with it.', rule: 'assumed' },
    needs: { words: 'You need the internet, on a phone or a computer, and an email address of your own.', rule: 'assumed' },
    cost: { words: 'It costs you nothing.', rule: 'assumed' },
    self: { offered: true, appointment: 'none', words: 'Register with your NHS number, date of birth and mobile number whenever you like.', rule: 'assumed' },
    invitation: { by: 'nothing', words: 'These hospitals send no invitations.', rule: 'assumed' },
    carer: { allowed: false, words: 'At these hospitals you register yourself. Somebody may help you, but cannot do it for you.', rule: 'assumed' },
    paperless: { asked: false, rule: 'assumed' },
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
    texts: { offered: false, words: 'Tell the hospital if you want no text messages.', rule: 'assumed' },
  },
  leaving: {
    after: { words: 'The hospitals reach you by post and phone. You can link your record again whenever you like.', rule: 'assumed' },
    stopTexts: { words: 'You will get no more texts from this hospital: letters and reminders come by post.', rule: 'assumed' },
    closingText: { words: 'You will get no more texts from King’s College Hospital and Guy’s and St Thomas’: letters and reminders come by post. To get texts again, tell the hospital.', rule: 'assumed' },
  },
  mistakes: {
    IMPORTANT: { to: 'CARE_TEAM', words: 'Contact your care team now.', rule: 'assumed' },
    NOT_URGENT: { to: 'NEXT_VISIT', words: 'Tell your clinician at your next visit, who can correct it.', rule: 'assumed' },
    PERSONAL_DETAILS: { to: 'GP_PRACTICE', words: 'Tell your GP practice or the hospital’s reception.', rule: 'assumed' },
  },
  help: {
    contacts: [
      {
        key: 'helpdesk',
        name: 'Patient helpdesk',
        phone: '+442032994618',
        hours: { days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'], opens: '09:00', closes: '17:00', outside: 'Leave a message and somebody will call you back.' },
        rule: 'M10',
      },
    ],
    routes: {
      TECHNICAL: { to: 'CONTACT', contact: 'helpdesk', words: 'Call the patient helpdesk.', rule: 'M10' },
      APPOINTMENTS: { to: 'BOOKING_TEAM', words: 'Contact the booking team on your appointment letter.', rule: 'assumed' },
      ACCOUNT: { to: 'CONTACT', contact: 'helpdesk', words: 'Call the patient helpdesk.', rule: 'M10' },
      DETAILS: { to: 'CONTACT', contact: 'helpdesk', words: 'Call the patient helpdesk.', rule: 'M10' },
      RECORD: { to: 'CONTACT', contact: 'helpdesk', words: 'Call the patient helpdesk.', rule: 'M10' },
      ANYTHING_ELSE: { to: 'CONTACT', contact: 'helpdesk', words: 'Call the patient helpdesk.', rule: 'M10' },
    },
    emergencies: national.emergencies,
    nhsNumber: national.nhsNumber,
    appointmentQuestions: { words: 'Read your most recent appointment letter in full. If it is unclear, contact the team that made the booking, named on the letter.', rule: 'assumed' },
    articles: {
      LIBRARY: { state: 'NOT_OFFERED', words: 'This hospital has no library of health resources here.', rule: 'assumed' },
      HELP_CENTRE: { state: 'OFFERED', words: 'Questions that patients ask.', rule: 'assumed' },
      GUIDES: { state: 'NOT_OFFERED', words: 'This hospital has no guides to download.', rule: 'assumed' },
    },
    about: [
      { topic: 'SECURITY', words: 'Great care is taken to keep your health information secure.', rule: 'M1' },
      { topic: 'WHAT_IS_HELD', words: 'This shows some health information that King’s and Guy’s and St Thomas’ hold to give you the best possible care.', rule: 'M1' },
      { topic: 'USE', words: 'Read more about your health record, what is collected and what it is used for.', url: 'https://www.kch.nhs.uk/', rule: 'M1' },
      { topic: 'NOT_THE_FULL_RECORD', words: 'This shows some of what the hospitals hold. It is not your full health record.', rule: 'M2' },
      { topic: 'GP_AND_DENTIST', words: 'What your GP or dentist holds does not show, unless it was shared with the hospitals.', rule: 'M3' },
      { topic: 'SHARING', words: 'Be careful with whom you share your health record.', rule: 'M8' },
    ],
  },
});
