import type { NhsNumber } from '@crosstrust/contract';
import { describe, expect, it } from 'vitest';
import type { Details } from '../people/details.ts';
import { parseEmail, parseMobile } from '../people/parse-details.ts';
import { normalisePassword, refusalOf } from './password-rules.ts';

const details = {
  name: 'Zoë O’Connell',
  nhsNumber: '9990001008' as NhsNumber,
  birthDate: '1980-04-05',
  mobile: parseMobile('07700 900123'),
  email: parseEmail('zoe.oconnell@example.org'),
} as Details;
const judge = (written: string) => refusalOf(normalisePassword(written), details);

describe('a password', () => {
  it.each([
    ['a sentence', 'orange kettle drifting'],
    ['eight characters of one kind', 'vbqmwztk'],
    ['spaces at its ends', '  kettle  '],
    ['emoji, each one character', '🦊🐙🌵🍋🪁🧊🎺🪵'],
    ['Chinese', '橘子水壺漂流在河上'],
    ['256 characters', `${'kettle drift '.repeat(20).slice(0, 253)}end`],
    ['a sentence with the own name in it', 'Zoë drinks orange tea at noon'],
  ])('may be %s', (_what, written) => {
    expect(judge(written)).toBeNull();
  });

  it.each([
    ['PASSWORD_TOO_SHORT', 'seven characters', 'vbqmwzt'],
    ['PASSWORD_TOO_SHORT', 'seven emoji, which are fourteen of JavaScript’s', '🦊🐙🌵🍋🪁🧊🎺'],
    ['PASSWORD_TOO_LONG', '257 characters', `${'kettle drift '.repeat(20).slice(0, 254)}end`],
    ['PASSWORD_COMMON', 'a common one', 'trustno1'],
    ['PASSWORD_COMMON', 'a common one in capitals', 'ILoveYou1'],
    ['PASSWORD_COMMON', 'a common one in wide letters', 'ｐａｓｓｗｏｒｄ'],
    ['PASSWORD_COMMON', 'a few characters over and over', 'xq7xq7xq7xq7'],
    ['PASSWORD_PERSONAL', 'the own name', 'zoe oconnell'],
    ['PASSWORD_PERSONAL', 'the own name with little beside it', 'O’Connell!2024'],
    ['PASSWORD_PERSONAL', 'the email', 'zoe.oconnell@example.org'],
    ['PASSWORD_PERSONAL', 'the birth date as it is written here', '05/04/1980'],
    ['PASSWORD_PERSONAL', 'name and birth date', 'Zoe05.04.80'],
    ['PASSWORD_PERSONAL', 'the NHS number with spaces', '999 000 1008'],
    ['PASSWORD_PERSONAL', 'the mobile', '07700 900 123'],
    ['PASSWORD_PERSONAL', 'the name of the product', 'Crosstrust-NHS'],
    ['PASSWORD_PERSONAL', 'a common one beside the own name', 'zoe-password1'],
  ])('is refused with %s when it is %s', (code, _what, written) => {
    expect(judge(written)).toBe(code);
  });

  it('is the same one however the keyboard composed it, and nothing else of it is changed', () => {
    expect(normalisePassword('cafe\u0301 ①')).toBe('café 1');
    expect(normalisePassword(' Kettle ')).toBe(' Kettle ');
  });
});
