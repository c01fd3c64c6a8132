import { expect, it } from 'vitest';
import { waitAfter } from './limit-guesses.ts';

it('five wrong guesses cost no wait, and then 1, 2, 4, 8 and always 15 minutes', () => {
  expect([0, 4, 5, 6, 7, 8, 9, 10, 1000].map((wrong) => waitAfter(wrong) / 60_000)).toEqual([
    0, 0, 1, 2, 4, 8, 15, 15, 15,
  ]);
});

it('whoever guesses all day long gets about a hundred guesses', () => {
  let guesses = 0;
  for (let now = 0; now < 24 * 60 * 60_000; now += waitAfter(guesses)) guesses += 1;
  expect(guesses).toBe(103);
});
