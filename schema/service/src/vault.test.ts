import { describe, expect, it } from 'vitest';
import type { KeyRing } from './settings.ts';
import { createVault } from './vault.ts';

const [one, two] = [
  { id: 'k1', key: Buffer.alloc(32, 1) },
  { id: 'k2', key: Buffer.alloc(32, 2) },
];
const vaultOf = (...ring: (typeof one)[]) => createVault(ring as unknown as KeyRing, ring as unknown as KeyRing);
const value = { title: 'Clinic letter', text: 'You are well.' };

describe('the vault', () => {
  it('opens what it sealed, in its place only', () => {
    const sealed = vaultOf(one).seal(value, 'item/1');
    expect(vaultOf(one).open(sealed, 'item/1')).toEqual(value);
    expect(() => vaultOf(one).open(sealed, 'item/2')).toThrow();
  });

  it('shows nothing of the value, and never the same bytes twice', () => {
    const [a, b] = [vaultOf(one).seal(value, 'item/1'), vaultOf(one).seal(value, 'item/1')];
    expect(a.includes('well')).toBe(false);
    expect(a.equals(b)).toBe(false);
  });

  it('refuses a changed byte anywhere', () => {
    const sealed = vaultOf(one).seal(value, 'item/1');
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => vaultOf(one).open(changed, 'item/1'), `byte ${index}`).toThrow();
    }
  });

  it('reads what an older key sealed, and knows that it is outdated', () => {
    const old = vaultOf(one).seal(value, 'item/1');
    const rotated = vaultOf(two, one);
    expect(rotated.open(old, 'item/1')).toEqual(value);
    expect([rotated.isOutdated(old), rotated.isOutdated(rotated.seal(value, 'item/1'))]).toEqual([true, false]);
    expect(() => vaultOf(two).open(old, 'item/1')).toThrow('sealed with a key that is not on the ring');
  });

  it('finds by a keyed hash, under every key on the ring, kinds apart', () => {
    const hash = vaultOf(one).lookup('nhs', '9990000018');
    expect(vaultOf(two, one).lookups('nhs', '9990000018')).toEqual([vaultOf(two).lookup('nhs', '9990000018'), hash]);
    expect(vaultOf(one).lookup('mobile', '9990000018').equals(hash)).toBe(false);
  });
});
