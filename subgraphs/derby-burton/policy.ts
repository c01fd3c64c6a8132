import { definePolicy, national } from '@crosstrust/kit';

/** What Derby and Burton decides: correspondence from registration on, and what patients add themselves. */
export const policy = definePolicy({
  trust: 'derby-burton',
  minimumAge: { years: 16, rule: 'assumed' },
  sharing: {
    carer: { allowed: true, rule: 'D12' },
    clinician: { allowed: true, rule: 'D4' },
  },
  linking: {
    match: ['nhsNumber', 'birthDate', 'email'],
    ukMobileOnRecord: false,
    rule: 'assumed',
    words: 'Your NHS number, date of birth and an email address of your own must be those that the hospital holds. The invitation comes in your appointment letter.',
  },
  sections: {
    OUTPATIENT_APPOINTMENTS: { state: 'FUTURE_ONLY', rule: 'D8', words: 'Your appointments from the day you registered on. It is empty until then: nothing can be added before you have registered.' },
    ADMISSIONS: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Stays in hospital are not shown here.' },
    PROCEDURES: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Procedures are not shown here.' },
    RADIOLOGY_APPOINTMENTS: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Scans and X-rays are not shown here.' },
    APPOINTMENT_LETTERS: { state: 'FUTURE_ONLY', rule: 'D8', words: 'Letters about your appointments, from the day you registered on. Earlier ones came by post.' },
    CLINIC_LETTERS: { state: 'FUTURE_ONLY', rule: 'D8', words: 'Letters that your clinic wrote, from the day you registered on. Earlier ones came by post.' },
    TEST_RESULTS: { state: 'NOT_YET', rule: 'D18', words: 'Test results are not shown yet. They will come in the coming months.' },
    DISCHARGE_SUMMARIES: { state: 'FUTURE_ONLY', rule: 'D8', words: 'What the hospital wrote when you went home, from the day you registered on.' },
    PATIENT_ENTRIES: { state: 'OFFERED', rule: 'D2', words: 'Symptoms, measurements, medicines and notes that you add yourself. Only you see them until you share them.' },
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
  post: { departments: ['audiology'], enclosures: true, words: 'Some departments still send letters by post, and so do letters with something enclosed, such as hearing aids or leaflets.', rule: 'D9' },
  details: { changeAt: { words: 'Personal details can only be changed at the source: tell your GP practice. They are updated here when you are next booked an appointment.', rule: 'D15' } },
  preferences: {
    paperless: { offered: false, words: 'Letters come on paper as well.', rule: 'assumed' },
    texts: { offered: false, words: 'Tell the hospital if you want no text messages.', rule: 'assumed' },
  },
  mistakes: {
    IMPORTANT: { to: 'CARE_TEAM', words: 'Contact your care team now.', rule: 'assumed' },
    NOT_URGENT: { to: 'NEXT_VISIT', words: 'Tell your clinician at your next visit.', rule: 'assumed' },
    PERSONAL_DETAILS: { to: 'GP_PRACTICE', words: 'Your GP practice has to change it: personal details can only be changed at the source. They are updated here when you are next booked an appointment.', rule: 'D15' },
  },
  help: {
    contacts: [{ key: 'enquiries', name: 'Portal enquiries team', phone: '+441332783474', hours: { days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'], opens: '09:00', closes: '16:00' }, rule: 'D19' }],
    routes: {
      TECHNICAL: { to: 'FORM', words: 'Technical problems go to the portal’s supplier by email, whose address the hospital has not given us. Send them with our form and we pass them on.', rule: 'D19' },
      APPOINTMENTS: { to: 'BOOKING_TEAM', words: 'Contact the booking team on your appointment letter.', rule: 'assumed' },
      ACCOUNT: { to: 'CONTACT', contact: 'enquiries', words: 'Password reset and deregistering: you can do both here yourself, or call the portal enquiries team.', rule: 'D19' },
      DETAILS: { to: 'GP_PRACTICE', words: 'Your GP practice has to change your details.', rule: 'D15' },
      RECORD: { to: 'CONTACT', contact: 'enquiries', words: 'Call the portal enquiries team.', rule: 'D19' },
      ANYTHING_ELSE: { to: 'CONTACT', contact: 'enquiries', words: 'Call the portal enquiries team.', rule: 'D19' },
    },
    emergencies: national.emergencies,
    nhsNumber: national.nhsNumber,
    appointmentQuestions: { words: 'Read your most recent appointment letter in full. If it is unclear, contact the team that made the booking, named on the letter.', rule: 'assumed' },
    articles: {
      LIBRARY: { state: 'OFFERED', words: 'Health resources by topic, to help you manage your health.', rule: 'D3' },
      HELP_CENTRE: { state: 'OFFERED', words: 'Questions that patients ask.', rule: 'assumed' },
      GUIDES: { state: 'NOT_OFFERED', words: 'This hospital has no guides to download.', rule: 'assumed' },
    },
    about: [
      { topic: 'SECURITY', words: 'The portal meets NHS requirements and GDPR. Only the minimum needed to verify you is uploaded, and everything stored is encrypted.', rule: 'D6' },
      { topic: 'COST', words: 'It costs you nothing: the trust pays for it from what it saves on paper and postage.', rule: 'D16' },
      { topic: 'POST', words: 'Some departments still send letters by post.', rule: 'D9' },
      { topic: 'OPTIONAL', words: 'The portal is a choice. Who ignores the invitation goes on getting letters in the usual way, and care is not affected.', rule: 'D13' },
    ],
  },
});
