import { expect, it } from 'vitest';
import { chanceOfSlower, compareTimes } from './compare-times.ts';

it('takes equal sets for equal, and the slower for slower', () => {
  expect(chanceOfSlower([1, 2, 3], [1, 2, 3])).toBe(0.5);
  expect(chanceOfSlower([4, 5], [1, 2])).toBe(1);
  expect(chanceOfSlower([1, 2], [4, 5])).toBe(0);
});

it('tells when a difference is more than chance', () => {
  const fast = Array.from({ length: 100 }, (_, index) => 150 + (index % 10));
  const slow = fast.map((ms) => ms + 5);
  expect(compareTimes('a try', fast, fast)).toBe(
    'a try: known 155.0, unknown 155.0; right 50.0 %, by chance 37.7 % to 62.3 %: cannot be told apart',
  );
  expect(compareTimes('a try', slow, fast)).toMatch(/CAN BE TOLD APART$/);
});
