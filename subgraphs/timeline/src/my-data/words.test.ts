import { describe, expect, it } from 'vitest';
import { dayInWords, sayOfSection, sayWhatIsMissing, timeInWords } from './words.ts';
import { readParts } from './read-parts.ts';
import { anAccount, answerOf, aPart } from '../testing/parts.ts';

describe('days and times', () => {
  it.each([
    ['a day of birth', '2024-02-29', '29 February 2024'],
    ['an hour before midnight in summer', '2026-06-15T23:30:00.000Z', '16 June 2026'],
    ['the same in winter', '2026-12-15T23:30:00.000Z', '15 December 2026'],
    ['what is no date', 'soon', 'soon'],
  ])('tells the day of %s', (_what, when, words) => expect(dayInWords(when)).toBe(words));

  it.each([
    ['summer', '2026-06-15T09:30:00.000Z', '15 June 2026 at 10:30'],
    ['winter', '2026-12-15T09:30:00.000Z', '15 December 2026 at 09:30'],
    ['the minute before the clocks go forward', '2026-03-29T00:59:00.000Z', '29 March 2026 at 00:59'],
    ['the minute after', '2026-03-29T01:00:00.000Z', '29 March 2026 at 02:00'],
    ['the hour that comes twice, first', '2026-10-25T00:30:00.000Z', '25 October 2026 at 01:30 BST'],
    ['the hour that comes twice, again', '2026-10-25T01:30:00.000Z', '25 October 2026 at 01:30 GMT'],
    ['the hour after it', '2026-10-25T02:30:00.000Z', '25 October 2026 at 02:30'],
    ['a day', '2024-02-29', '29 February 2024'],
  ])('tells the time in %s', (_what, when, words) => expect(timeInWords(when)).toBe(words));
});

describe('what is said of a section', () => {
  const offered = {
    section: 'CLINIC_LETTERS',
    state: 'OFFERED',
    words: 'Letters.',
    count: 1,
    setAside: 0,
    leftOut: 0,
    entries: [],
  } as const;
  it.each([
    ['that is whole', {}, ['1 item. Letters.']],
    ['K8 that is not shown yet', { state: 'NOT_YET', count: 0 }, ['Letters.']],
    ['that is not offered', { state: 'NOT_OFFERED', count: 0 }, ['Letters.']],
    [
      'D8 that begins with registration',
      { state: 'FUTURE_ONLY', since: '2026-05-01T23:00:00.000Z', count: 0 },
      ['0 items. Letters.', 'Shown from 2 May 2026 on, the day you registered; earlier ones are not here.'],
    ],
    [
      'that lacks some',
      { count: 12, setAside: 1, leftOut: 2 },
      [
        '12 items. Letters.',
        '1 more item cannot be shown. The hospital knows of it.',
        '2 documents too large for this file: named here, and to be opened in the portal.',
      ],
    ],
  ])('%s', (_what, given, words) =>
    expect(sayOfSection({ ...offered, entries: [], ...(given as object) })).toEqual(words),
  );
});

describe('what is missing', () => {
  it('is nothing where everybody answered with all of it', () => {
    const parts = readParts(anAccount(), [{ trust: 'kingston', answer: answerOf(aPart('kingston')) }]);
    expect(sayWhatIsMissing(parts)).toEqual([]);
  });

  it('names the silent first, each with why', () => {
    const part = aPart('kingston');
    const sections = part.sections.map((section, place) =>
      place === 0 ? { ...section, setAside: 2, leftOut: 1 } : section,
    );
    expect(
      sayWhatIsMissing(
        readParts(anAccount(), [
          { trust: 'kingston', answer: answerOf({ ...part, sections, withheld: 3 }) },
          { trust: 'southampton', missing: 'TRUST_TIMEOUT' },
          { trust: 'derby-burton', missing: 'AGE_BLOCKED' },
        ]),
      ),
    ).toEqual([
      'University Hospital Southampton: nothing of this hospital is in this file. It took too long to answer. Make this file again later.',
      'University Hospitals of Derby and Burton: nothing of this hospital is in this file. You are not old enough yet to use this hospital’s portal.',
      'Kingston Hospital: 2 items that cannot be shown.',
      'Kingston Hospital: 1 document too large for this file.',
      'Kingston Hospital: 3 items that you said are somebody else’s.',
    ]);
  });
});
