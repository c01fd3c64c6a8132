import { hash, parseOptions, verify } from '@node-rs/argon2';
import { createVault, keyRing } from '@crosstrust/service';
import { expect, it, vi } from 'vitest';
import type { Core } from '../core.ts';
import { makeRingKey } from '../testing/keys.ts';
import { hashOptions, hashPassword, isPassword, nobodysHash } from './hash.ts';

// watched, and otherwise as it is
vi.mock('@node-rs/argon2', { spy: true });

const vault = createVault(keyRing.parse(makeRingKey('d')), keyRing.parse(makeRingKey('l')));
const core: Pick<Core, 'vault'> = { vault };

it('nobody’s hash costs what a real one costs, and is that of no password', async () => {
  const real = await hash('orange kettle drifting', hashOptions);
  expect(parseOptions(nobodysHash)).toEqual(parseOptions(real));
  expect(parseOptions(real)).toMatchObject({ algorithm: 2, memoryCost: 47_104, timeCost: 1, parallelism: 1 });
  expect(await verify(nobodysHash, '')).toBe(false);
});

it('no byte of a long password is left out', async () => {
  const long = 'k'.repeat(255);
  const real = await hash(`${long}a`, hashOptions);
  expect([await verify(real, `${long}a`), await verify(real, `${long}b`)]).toEqual([true, false]);
});

it('where there is no password, one is verified all the same', async () => {
  const id = 'b5a3d5a0-0000-4000-8000-000000000001';
  const held = { id, hash: await hashPassword(core, id, 'orange kettle drifting') };
  const answers = [];
  for (const [who, written] of [
    [held, 'orange kettle drifting'],
    [held, 'wrong'],
    [null, 'wrong'],
  ] as const) {
    vi.mocked(verify).mockClear();
    answers.push([await isPassword(core, who, written), vi.mocked(verify).mock.calls.length]);
  }
  expect(answers).toEqual([
    [true, 1],
    [false, 1],
    [false, 1],
  ]);
});
