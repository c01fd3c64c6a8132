import { expect, it } from 'vitest';
import { isDeeperThan } from './measure-variables.ts';

it.each<[unknown, number]>([
  [undefined, 0],
  [null, 0],
  ['text', 0],
  [[], 1],
  [{ a: 1, b: [{ c: null }] }, 3],
  [[[], [[[]]], []], 4],
])('%j has %i levels', (value, levels) => {
  expect(isDeeperThan(value, levels)).toBe(false);
  if (levels > 0) expect(isDeeperThan(value, levels - 1)).toBe(true);
});

it('is found in a moment, however deep', () => {
  expect(isDeeperThan(JSON.parse(`${'['.repeat(49_000)}${']'.repeat(49_000)}`), 20)).toBe(true);
});
