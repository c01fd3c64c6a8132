import { expect, it } from 'vitest';
import { createBreaker } from './breaker.ts';

function brokenBreaker() {
  let time = 0;
  const breaker = createBreaker({ failures: 3, openMs: 1_000, now: () => time });
  for (let count = 0; count < 3; count += 1) {
    expect(breaker.admits()).toBe(true);
    breaker.failed();
  }
  return { breaker, passTime: (ms: number) => (time += ms) };
}

it('opens after as many failures in a row as it is told', () => {
  const { breaker } = brokenBreaker();
  expect(breaker.admits()).toBe(false);
});

it('starts counting again after a success', () => {
  const breaker = createBreaker({ failures: 2, openMs: 1_000 });
  breaker.failed();
  breaker.succeeded();
  breaker.failed();
  expect(breaker.admits()).toBe(true);
});

it('lets one probe through when its time is over, and closes when the probe succeeds', () => {
  const { breaker, passTime } = brokenBreaker();
  passTime(1_000);
  expect([breaker.admits(), breaker.admits()]).toEqual([true, false]);
  breaker.succeeded();
  expect([breaker.admits(), breaker.admits()]).toEqual([true, true]);
});

it('opens again when the probe fails', () => {
  const { breaker, passTime } = brokenBreaker();
  passTime(1_000);
  expect(breaker.admits()).toBe(true);
  breaker.failed();
  expect(breaker.admits()).toBe(false);
  passTime(999);
  expect(breaker.admits()).toBe(false);
  passTime(1);
  expect(breaker.admits()).toBe(true);
});

it('lets the next probe through when one said nothing', () => {
  const { breaker, passTime } = brokenBreaker();
  passTime(1_000);
  breaker.admits();
  breaker.inconclusive();
  expect(breaker.admits()).toBe(true);
});
