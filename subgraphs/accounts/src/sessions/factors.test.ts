import { expect, it } from 'vitest';
import { type Factor, factors, levelOf } from './factors.ts';

it.each<[string, Factor[]]>([
  ['a password and a code to the mobile', ['password', 'code-to-mobile']],
  ['a password and TOTP', ['password', 'totp']],
  ['a password and a recovery code', ['password', 'recovery-code']],
  ['a password and a saved device', ['password', 'saved-device']],
  ['a passkey', ['passkey']],
  ['NHS login', ['nhs-login']],
])('two factors are %s', (_what, proven) => {
  expect(levelOf(proven)).toBe('two-factors');
});

it.each<[string, Factor[]]>([
  ['nothing', []],
  ['a password and a code by email', ['password', 'code-to-email']],
  ['two things that one has', ['code-to-mobile', 'totp', 'code-to-email']],
  ['a saved device without a password', ['saved-device', 'code-to-mobile']],
])('one factor are %s', (_what, proven) => {
  expect(levelOf(proven)).toBe('one-factor');
});

it('M7 no single factor is two, save a passkey and NHS login', () => {
  expect(factors.filter((factor) => levelOf([factor]) === 'two-factors')).toEqual(['passkey', 'nhs-login']);
});
