import { expect, it } from 'vitest';
import { meetsAsked } from './vectors.ts';

it.each([
  ['P9.Cp.Cd', true],
  ['P9.Cp.Ck', true],
  ['P9.Cm', true],
  ['Cd.P9.Cp', true],
  ['P9.Cp.Cd.Ck', true],
  ['P9.Cp', false],
  ['P9.Cd', false],
  ['P9', false],
  ['P5.Cp.Cd', false],
  ['P5.Cm', false],
  ['P0.Cp', false],
  ['P5.P9.Cp.Cd', false],
  ['Cp.Cd', false],
  ['P9Cm', false],
  ['p9.cm', false],
  ['P9.Cp.Cd ', false],
  ['', false],
])('a vector of trust %j meets what was asked: %s', (vector, meets) => {
  expect(meetsAsked(vector)).toBe(meets);
});
