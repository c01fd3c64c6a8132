import { articles } from './article.ts';

/** The help centre of West Hertfordshire, in words of our own (W1 to W14). */
export const westHerts = articles('HELP_CENTRE', [
  [
    'who-can-register',
    'Registering',
    'Who can register?',
    'Anybody of 18 or over with a UK mobile number on their hospital record who has an appointment after 27 February 2023. We text you a link when the appointment is booked, or you register by yourself.',
    'You can only see your own record. We cannot give you access to somebody else’s in your family.',
  ],
  [
    'what-is-in-the-portal',
    'Your record',
    'What is in the portal?',
    'Bookings of appointments and admissions, the letters that confirm them, test results, clinic outcome letters and discharge summaries.',
    'West Hertfordshire and Royal Free London work in partnership, so documents and results of both are here, each marked with its trust. Appointments at the Royal Free are not.',
  ],
  [
    'moving-an-appointment',
    'Appointments',
    'Can I move my appointment?',
    'Some outpatient appointments, and only a limited number of times. We show you the free dates; we cannot promise that there is one that suits you.',
    'Only the date and the time change. The clinician and the place stay the same.',
    'A text confirms the new date.',
  ],
  [
    'cancelling-an-appointment',
    'Appointments',
    'What happens when I cancel?',
    'You are discharged from the clinic. To be seen again you have to go back to your GP for a new referral. If you only need another day, move the appointment instead.',
    'A text confirms that it is cancelled.',
  ],
  [
    'transport-and-interpreters',
    'Appointments',
    'I have transport or an interpreter booked',
    'They do not move by themselves. When you move or cancel the appointment, please call the hospital and tell us.',
  ],
  [
    'going-paperless',
    'Letters',
    'Can I stop the letters on paper?',
    'Yes. Choose paperless when you register, or later in My details. You can go back to paper in the same place whenever you like.',
  ],
]);
