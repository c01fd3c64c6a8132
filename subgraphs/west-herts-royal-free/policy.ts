import { definePolicy, national } from '@crosstrust/kit';

/**
 * What West Hertfordshire decides, with its partner Royal Free London: documents and test results of both trusts show,
 * each marked with its trust; Royal Free's appointments do not (W13).
 */
export const policy = definePolicy({
  trust: 'west-herts-royal-free',
  minimumAge: { years: 18, rule: 'W1' },
  sharing: {
    carer: { allowed: false, words: 'Only you can see your record here: family members get no access.', rule: 'W4' },
    clinician: { allowed: false, words: 'Only you can see your record here.', rule: 'W4' },
  },
  linking: {
    match: ['nhsNumber', 'birthDate', 'mobile'],
    ukMobileOnRecord: true,
    rule: 'W1',
    words: 'You need to be 18 or over, and to give the UK mobile number that is on your hospital record.',
  },
  registration: {
    optional: { words: 'Registering is your choice. If you do not register, you go on getting letters and calls as before, and your care is not affected.', rule: 'assumed' },
    before: { words: 'Nothing of this hospital shows here before you have registered with it.', rule: 'assumed' },
    needs: { words: 'You need the internet, on a phone or a computer, and an email address of your own.', rule: 'assumed' },
    cost: { words: 'It costs you nothing.', rule: 'assumed' },
    self: {
      offered: true,
      appointment: 'any',
      datedAfter: '2023-02-27',
      words: 'Register with your NHS number, date of birth and mobile number while an appointment is coming up that is dated after 27 February 2023.',
      rule: 'W2',
    },
    invitation: {
      by: 'link',
      channels: ['mobile'],
      onBooking: { made: true, after: '2023-02-27', rule: 'W3' },
      lasts: { days: 28, rule: 'assumed' },
      match: ['birthDate', 'mobile'],
      words: 'Or follow the link in the text that comes by itself when an appointment is booked: your date of birth and mobile number must be those on your record.',
      rule: 'W1',
    },
    carer: { allowed: false, words: 'You see only your own record here, and register yourself: family members cannot do it for you.', rule: 'W4' },
    paperless: { asked: true, rule: 'W6' },
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
  leaving: {
    after: { words: 'The hospitals reach you by post and phone. You can register again whenever an appointment is coming up.', rule: 'assumed' },
    stopTexts: { words: 'You will get no more texts from this hospital: letters and reminders come by post.', rule: 'assumed' },
    closingText: { words: 'You will get no more texts from West Hertfordshire and Royal Free: letters and reminders come by post. To get texts again, tell the hospital.', rule: 'assumed' },
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
