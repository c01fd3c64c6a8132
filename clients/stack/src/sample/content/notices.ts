import type { SampleNotice } from './article.ts';

const day = 86_400_000;

/** Kingston's fault at the text provider (K4): one that is over, and one that is on, so that it can be looked at. */
export function noticesOf(trust: string, today: string): SampleNotice[] {
  if (trust !== 'kingston') return [];
  const at = (days: number) => new Date(Date.parse(`${today}T00:00:00Z`) + days * day).toISOString();
  const advice = [
    'Restart your device.',
    'Try to sign in again.',
    'If it still does not work, report it with the form for technical problems.',
  ];
  return [
    {
      type: 'notice',
      id: 'sample-text-codes-last-month',
      topic: 'TECHNICAL',
      words: 'Codes by text reached some patients late. Our provider has solved it. (A sample.)',
      advice,
      from: at(-40),
      until: at(-33),
    },
    {
      type: 'notice',
      id: 'sample-text-codes',
      topic: 'TECHNICAL',
      words:
        'Codes by text do not always reach every patient at the moment. Our provider is working on it. (A sample: nothing is wrong.)',
      advice,
      from: at(-1),
      until: at(90),
    },
  ];
}
