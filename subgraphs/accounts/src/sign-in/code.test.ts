import { createVault, keyRing } from '@crosstrust/service';
import { expect, it } from 'vitest';
import { makeRingKey } from '../testing/keys.ts';
import { hashCode, isCode, makeCode } from './code.ts';

const [oldKey, newKey] = [makeRingKey('old'), makeRingKey('new')];
const vaultOf = (ring: string) => createVault(keyRing.parse(ring), keyRing.parse(ring));

it('U6 is six digits, leading zeros and all', () => {
  const codes = Array.from({ length: 2_000 }, makeCode);
  expect(codes.filter((code) => !/^\d{6}$/.test(code))).toEqual([]);
  expect(new Set(codes).size).toBeGreaterThan(1_900);
});

it('is the code of its own challenge only', () => {
  const vault = vaultOf(newKey);
  const hash = hashCode(vault, 'one', '012345');
  expect(isCode(vault, 'one', hash, '012345')).toBe(true);
  expect(isCode(vault, 'one', hash, '012 345 ')).toBe(true);
  expect(isCode(vault, 'one', hash, '12345')).toBe(false);
  expect(isCode(vault, 'two', hash, '012345')).toBe(false);
});

it('that was sent before the key was rotated is still known', () => {
  const hash = hashCode(vaultOf(oldKey), 'one', '012345');
  expect(isCode(vaultOf(`${newKey},${oldKey}`), 'one', hash, '012345')).toBe(true);
  expect(isCode(vaultOf(newKey), 'one', hash, '012345')).toBe(false);
});
