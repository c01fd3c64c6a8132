import { articles } from './article.ts';

const gettingIn = [
  'Enter your mobile number and your date of birth. If you would rather use your email address, choose Sign in with email.',
  'We send you a code of six digits by text or email. Enter it within two minutes; after that, ask for a new one.',
] as const;

/** Patient Hub's questions and its FAQ and guides to download, in words of our own (U1 to U11). */
export const southampton = [
  ...articles('HELP_CENTRE', [
    [
      'what-is-patient-hub',
      'Using Patient Hub',
      'What can I do here?',
      'See and manage the appointments that are coming, on a phone or a computer: say that you will come, ask for another date, ask to cancel, and read your appointment letters.',
    ],
    [
      'i-got-a-message',
      'Using Patient Hub',
      'I got a text or an email with a link',
      'A new appointment was made for you. Please sign in within 24 hours: then we send no further notices and need not post the letter.',
    ],
    ['how-to-sign-in', 'Signing in', 'How do I sign in?', ...gettingIn],
    [
      'accepting',
      'Appointments',
      'What does accepting mean?',
      'It tells us that you will come. Read the letter and the further information first. You can still ask for another date, or ask to cancel, after you have accepted.',
    ],
    [
      'three-working-days',
      'Appointments',
      'How early do I have to tell you of a change?',
      'At least three working days before, where you can, so that we can give the place to somebody else. Weekends and bank holidays do not count. If it is later than that, still tell us.',
    ],
    [
      'contact-details',
      'Your details',
      'My number or address has changed',
      'We need your current mobile number and email address to reach you. Update them on the hospital’s website; the link is under My details.',
    ],
  ]),
  ...articles('GUIDES', [
    [
      'faq',
      'Frequently asked questions',
      'Patient Hub: frequently asked questions',
      'What is it? A secure place on the internet where you see and manage your coming appointments at University Hospital Southampton.',
      'Do I have to use it? No. Who does not sign in within 24 hours of our message gets the letter by post.',
      'How do I get in? With your mobile number or email address, your date of birth, and a code of six digits that works for two minutes.',
      'Can I change my mind after accepting? Yes. You can still ask for another date, or ask to cancel. Please give three working days’ notice where you can.',
      'My details are wrong. Update them on the hospital’s website, so that our messages reach you.',
    ],
    [
      'guide-phone-getting-in',
      'On a phone',
      'Getting in on a mobile phone',
      'Step 1. Open the text from Patient Hub and tap the link.',
      ...gettingIn.map((words, index) => `Step ${index + 2}. ${words}`),
      'Step 4. You see your coming appointments. Tap one to read the letter, and tap Accept if you will come.',
    ],
    [
      'guide-phone-changing',
      'On a phone',
      'Rebooking or cancelling on a mobile phone',
      'Step 1. Sign in and tap the appointment.',
      'Step 2. Tap Ask for another date, or Ask to cancel. Read what will happen before you go on.',
      'Step 3. Say why, if you like, and when you cannot come, and tap Send.',
      'Step 4. The appointment stands until the booking team has answered. Until then it says that your request is under way.',
    ],
    [
      'guide-computer',
      'On a computer',
      'Using Patient Hub on a computer',
      'Step 1. Type the address from your text or email into the browser, or click the link in the email.',
      ...gettingIn.map((words, index) => `Step ${index + 2}. ${words}`),
      'Step 4. Your appointments are on the left, the one that you chose on the right, with its letter to read, print or save.',
      'Step 5. Sign out when you have finished, above all on a computer that others use.',
    ],
  ]),
];
