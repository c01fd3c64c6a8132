import { describe, expect, it } from 'vitest';
import { isNoticeGiven } from './notice.ts';

const noticeOf = (now: string, startsAt: string, days = 3) => isNoticeGiven(new Date(now), new Date(startsAt), days);

describe('U10 three working days’ notice', () => {
  it.each([
    ['Tuesday for Friday', '2026-06-16T09:00:00Z', '2026-06-19T08:00:00Z', true],
    ['Wednesday for Friday', '2026-06-17T09:00:00Z', '2026-06-19T08:00:00Z', false],
    ['Friday for Tuesday: the weekend does not count', '2026-06-12T09:00:00Z', '2026-06-16T08:00:00Z', false],
    ['Thursday for Tuesday', '2026-06-11T09:00:00Z', '2026-06-16T08:00:00Z', true],
    ['Wednesday for Saturday', '2026-06-17T09:00:00Z', '2026-06-20T08:00:00Z', true],
    ['Saturday for Wednesday', '2026-06-13T09:00:00Z', '2026-06-17T08:00:00Z', false],
    ['Saturday for Thursday', '2026-06-13T09:00:00Z', '2026-06-18T08:00:00Z', true],
    ['the same day', '2026-06-19T06:00:00Z', '2026-06-19T08:00:00Z', false],
    ['Wednesday before Easter for Wednesday after', '2026-04-01T09:00:00Z', '2026-04-08T08:00:00Z', true],
    ['Thursday before Easter for Wednesday after', '2026-04-02T09:00:00Z', '2026-04-08T08:00:00Z', false],
    ['before Christmas 2026, Monday the substitute day', '2026-12-24T09:00:00Z', '2026-12-30T09:00:00Z', false],
    ['a day earlier', '2026-12-23T09:00:00Z', '2026-12-30T09:00:00Z', true],
    ['over New Year 2028, Monday the substitute day', '2027-12-31T09:00:00Z', '2028-01-05T09:00:00Z', false],
  ])('%s', (_case, now, startsAt, answer) => expect(noticeOf(now, startsAt)).toBe(answer));

  it.each([
    ['spring: half past midnight is a day later than in UTC', '2026-03-30T23:30:00Z', '2026-04-03T08:00:00Z', true, 3],
    ['spring: so one day fewer is left', '2026-03-30T23:30:00Z', '2026-04-03T08:00:00Z', false, 4],
    ['spring: begun while it was winter time', '2026-03-26T09:00:00Z', '2026-03-31T08:00:00Z', true, 3],
    ['autumn: begun while it was summer time', '2026-10-22T22:59:00Z', '2026-10-27T09:00:00Z', true, 3],
    ['autumn: a minute later it is the next day', '2026-10-22T23:00:00Z', '2026-10-27T09:00:00Z', false, 3],
    ['winter: 23:00 UTC is still the same day', '2026-10-28T23:00:00Z', '2026-10-31T09:00:00Z', true, 3],
    ['an appointment at half past midnight in summer', '2026-06-16T09:00:00Z', '2026-06-18T23:30:00Z', true, 3],
  ] as const)('across the change of the clocks, %s', (_case, now, startsAt, answer, days) =>
    expect(noticeOf(now, startsAt, days)).toBe(answer),
  );

  it('asks for none where the policy says none', () => {
    expect(noticeOf('2026-06-19T07:59:00Z', '2026-06-19T08:00:00Z', 0)).toBe(true);
  });
});
