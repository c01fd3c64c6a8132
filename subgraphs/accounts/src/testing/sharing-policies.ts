import { type SectionState, sections } from '@crosstrust/contract';

/** The one of the bed's trusts where a carer may change something. */
const changingTrust = 'kingston';

/** What the trusts of a bed say of sharing: West Herts refuses all of it (W4), the others let carers and clinicians in. */
export const sharingOf = (trust: string) =>
  trust.startsWith('west-herts')
    ? {
        carer: { allowed: false, words: 'Your own record only.', rule: 'W4' },
        clinician: { allowed: false, words: 'Your own record only.', rule: 'W4' },
      }
    : {
        carer: {
          allowed: true,
          mayChange: trust === changingTrust,
          untilAge: { years: 18, rule: 'assumed' },
          words: 'You set how much they see.',
          rule: 'D12',
        },
        clinician: { allowed: true, longestMinutes: 120, words: 'For a short time.', rule: 'M9' },
      };

/** Everything is shown save discharge summaries, and what patients write. */
export const sectionsOf = () =>
  Object.fromEntries(
    sections.map((section) => [
      section,
      { state: (section === 'DISCHARGE_SUMMARIES' ? 'NOT_OFFERED' : 'OFFERED') satisfies SectionState },
    ]),
  );
