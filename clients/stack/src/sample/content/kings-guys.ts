import { articles } from './article.ts';

/** Questions about the record that King's and Guy's and St Thomas' share, in words of our own (M1 to M11). */
export const kingsGuys = articles('HELP_CENTRE', [
  [
    'not-the-full-record',
    'Your record',
    'Is this everything that you hold about me?',
    'No. You see some of the health information that we hold to care for you, and not your full record.',
    'What your GP or dentist holds is not here either, unless they have shared it with us.',
  ],
  [
    'kings-and-guys-together',
    'Your record',
    'I am a patient of King’s and of Guy’s and St Thomas’',
    'Both trusts use one system, so there is nothing to link: what happens at one is there for the other, and nothing shows twice.',
    'Each item says at which of the two it happened.',
  ],
  [
    'linking-another-hospital',
    'Your record',
    'I am also treated somewhere else',
    'If that hospital is on the list, you can link it to the same login, and see both records together.',
    'Linking gives neither hospital sight of what the other holds. Only you see both.',
  ],
  [
    'keeping-it-secure',
    'Security',
    'How do I keep my record safe?',
    'Sign up with a personal email address, not with one that you share. Keep your login details to yourself.',
    'Under Security you choose what protects your account besides a password: your face or fingerprint (a passkey), or a code as a second step.',
  ],
  [
    'sharing-for-a-while',
    'Security',
    'Can I show my record to my GP or somebody else?',
    'Be careful whom you show it to. You can share it for a short time with a clinician or another person: they are emailed a code that works until the time is over.',
    'You can end it early at any time.',
  ],
  [
    'results-explained',
    'Test results',
    'I see a result and do not understand it',
    'A result shows as soon as the hospital has released it, sometimes before your team has talked to you about it. A value outside its range is often harmless.',
    'Wait for the letter or your next visit, or call the clinic that ordered the test. If you feel unwell, do not wait: call 111, or 999 in an emergency.',
  ],
]);
