import { articles } from './article.ts';

/** The questions of Derby and Burton's patients, in words of our own (D1 to D19). */
export const derbyBurton = articles('HELP_CENTRE', [
  [
    'why-is-it-empty',
    'Your record',
    'Why is it empty?',
    'Before you have registered we cannot add anything. From that day on your letters and appointments arrive here; earlier ones came by post and stay there.',
    'Meanwhile you can add things of your own: symptoms, measurements and the medicines that you take.',
  ],
  [
    'what-still-comes-by-post',
    'Letters',
    'What still comes by post?',
    'Some departments do not use electronic letters yet. And whatever has something in the envelope, such as hearing aids or leaflets, is posted.',
  ],
  [
    'is-it-secure',
    'Security',
    'Is my information secure?',
    'Yes. The portal meets the requirements of the NHS and of GDPR. Only the least that is needed to recognise you was uploaded, and everything that is stored is encrypted.',
  ],
  [
    'carers-and-family',
    'Sharing',
    'Can somebody in my family help me?',
    'With your consent they can register for you, but not with their own email address.',
    'If they are to see your record, add them under Sharing. They get an account of their own, and you decide how much they see.',
  ],
  [
    'my-details-are-wrong',
    'Your record',
    'My personal details are wrong',
    'Tell your GP practice: they can only be changed at the source. They are updated here when you are next booked an appointment.',
  ],
  [
    'do-i-have-to',
    'Registering',
    'Do I have to use it, and what does it cost?',
    'You do not have to: ignore the invitation and your letters come as before, and your care is the same. If the security codes in it have run out, a later invitation brings new ones.',
    'It costs you nothing. The trust pays for it out of what it saves on paper and postage.',
  ],
]);
