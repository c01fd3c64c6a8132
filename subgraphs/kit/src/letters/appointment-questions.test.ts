import { describe, expect, it } from 'vitest';
import type { LetterContent } from '../storage/content.ts';
import { chooseLetter } from './appointment-questions.ts';

const letter = (title: string, content: Partial<LetterContent> = {}, source = 'north') => ({
  source,
  content: { kind: 'appointment' as const, title, writtenAt: '2026-06-01T09:00:00.000Z', ...content },
});
const about = (appointment: string) => ({ appointment });
const appointment = { id: 'asked', source: { key: 'north' } };

describe('chooseLetter', () => {
  it.each([
    ['the newest about it', [letter('a', about('asked')), letter('b', about('asked'))], 'a'],
    ['an older one about it before a newer one about none', [letter('a'), letter('b', about('asked'))], 'b'],
    ['a confirmation', [letter('a', { kind: 'confirmation', ...about('asked') })], 'a'],
    ['the newest about none of the same source', [letter('a', {}, 'south'), letter('b'), letter('c')], 'b'],
    ['none about another appointment', [letter('a', about('other'))], undefined],
    ['no letter of another kind', [letter('a', { kind: 'clinic' }), letter('b', { kind: 'other' })], undefined],
    ['none of none', [], undefined],
  ])('K18 chooses %s', (_what, newest, title) => {
    expect(chooseLetter(appointment, newest)?.content.title).toBe(title);
  });
});
