import { articles } from './article.ts';

/** The questions that Kingston's patients ask, in words of our own (K1 to K16). */
export const kingston = articles('HELP_CENTRE', [
  [
    'do-i-have-to-register',
    'Registering',
    'Do I have to use the portal?',
    'No. It is your choice. Without it we go on writing to you by post and calling you by phone, and your care is the same.',
    'You can change your mind whenever you have an outpatient appointment to come: register on the website with your NHS number, or by the link in the text that invites you.',
  ],
  [
    'details-must-match',
    'Registering',
    'It says that my details do not match',
    'Your date of birth, mobile number and email address must be the same as those that your GP practice or the hospital holds.',
    'Ask your GP practice or the hospital department which details they have, have them brought up to date, and try again.',
    'Your email address must be your own. Two people who share one need a second one before both can register.',
  ],
  [
    'what-i-can-see',
    'Your record',
    'What will I see?',
    'Your outpatient appointments, appointment letters, clinic letters and discharge summaries.',
    'Stays in hospital, surgical procedures and radiology appointments are not here yet. They are coming as the portal grows; until then you hear of them as before.',
  ],
  [
    'no-code-arrives',
    'Signing in',
    'The code does not arrive',
    'Look first whether a notice above this page tells of a fault at our text provider. If there is one, restart your phone and try once more.',
    'If it still does not work, fill in the form for technical problems. That is the fastest way: staff in your hospital department can hardly ever solve it.',
  ],
  [
    'remember-this-device',
    'Signing in',
    'Do I need a code each time?',
    'Not on a device that you have saved. It is remembered for 30 days; then you are asked for a new code by text, and can save the device again.',
    'Save only a device that is yours alone.',
  ],
  [
    'something-is-wrong',
    'Your record',
    'Something in my record is wrong',
    'If it is important, contact your care team now.',
    'If it can wait, tell your clinician at your next visit, who can correct it. You can also report it here, and we pass it on.',
  ],
]);
