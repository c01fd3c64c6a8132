import { articles } from './article.ts';

/** Questions of the patients of My Care at St George's, in words of our own (K13 to K18). */
export const stGeorges = articles('HELP_CENTRE', [
  [
    'one-login-two-hospitals',
    'Signing in',
    'I have a My Care login. Does it work elsewhere?',
    'Yes. The login that you have for My Care at St George’s works for Kingston Hospital too, and the other way round.',
    'Here you see what both hospitals hold in one place, each item marked with where it came from.',
  ],
  [
    'who-can-use-my-care',
    'Registering',
    'Who can use My Care?',
    'Patients of St George’s who are 16 or over. Everybody needs an email address of their own.',
    'You will need your NHS number. It is on letters from the NHS and in the NHS App, and the NHS website helps you to find it.',
  ],
  [
    'what-is-my-appointment-for',
    'Appointments',
    'What kind of appointment is it, and what shall I bring?',
    'Read your most recent appointment letter in full. It says whether we meet in person, by phone or by video, and what to do before.',
    'If anything is unclear, contact the team that made the booking. Their details are on the letter.',
  ],
  [
    'find-the-right-building',
    'Appointments',
    'Where do I have to go?',
    'Most clinics are in Tooting, in the Lanesborough Wing or the Rose Centre. Some are at Queen Mary’s in Roehampton, which is half an hour away.',
    'The appointment shows the building, the address and how to find it. Please look again on the day before.',
  ],
  [
    'letters-online',
    'Your record',
    'Where are my letters?',
    'Under Letters, the newest first. When a letter takes the place of an earlier one, you find the earlier one folded beneath it.',
    'Letters of visits before the portal began may be missing. Ask the department for a copy.',
  ],
  [
    'technical-problem',
    'Help',
    'Something does not work',
    'Use our form for technical problems. You get a number by which you can follow it.',
    'Please do not call the clinic about it: they would only send you here.',
  ],
]);
