import { expect, it } from 'vitest';
import { hashRecoveryCode, makeRecoveryCode } from './code.ts';

it('is four groups of five, of letters and digits that nobody mistakes', () => {
  const codes = Array.from({ length: 2_000 }, makeRecoveryCode);
  expect(codes.filter((code) => !/^([2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}$/.test(code))).toEqual([]);
  expect(new Set(codes).size).toBe(2_000);
  const used = new Set(codes.join('').replaceAll('-', ''));
  expect(used.size).toBe(32);
});

it('is known however it is written, to its own account only', () => {
  const code = makeRecoveryCode();
  const hash = hashRecoveryCode('one', code);
  expect(hashRecoveryCode('one', ` ${code.toLowerCase().replaceAll('-', ' ')} `)).toEqual(hash);
  expect(hashRecoveryCode('two', code)).not.toEqual(hash);
  expect(hashRecoveryCode('one', makeRecoveryCode())).not.toEqual(hash);
});
