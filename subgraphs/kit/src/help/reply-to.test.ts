import { expect, it } from 'vitest';
import { parseReplyTo } from './reply-to.ts';

it.each([
  ['Ada.Okafor@Example.org ', 'ada.okafor@example.org'],
  ['07700 900123', '+447700900123'],
  ['+44 (0)7700 900123', '+447700900123'],
  ['0044 7700 900123', '+447700900123'],
  ['(020) 7946-0123', '+442079460123'],
  ['01632 96012', '+44163296012'],
  ['0800 1111', null],
  ['+1 202 555 0123', null],
  ['+33 1 23 45 67 89', null],
  ['ada@', null],
  ['call me', null],
  ['', null],
  ['07700 900123 ext 4', null],
  ['123456', null],
])('K5 W14 takes %s as a place to answer to: %s', (written, parsed) => expect(parseReplyTo(written)).toBe(parsed));
