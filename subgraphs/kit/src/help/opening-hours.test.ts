import { describe, expect, it } from 'vitest';
import { instantInLondon, isOpen, type OpeningHours, opensNext } from './opening-hours.ts';

const helpdesk: OpeningHours = {
  days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
  opens: '09:00',
  closes: '17:00',
};
const enquiries: OpeningHours = { ...helpdesk, closes: '16:00' };
const saturdays: OpeningHours = { days: ['SATURDAY'], opens: '10:00', closes: '12:00' };

describe('M10 the helpdesk, Monday to Friday 9am to 5pm in London', () => {
  it.each([
    ['a Monday in winter, before nine', '2026-01-12T08:59:59.999Z', false, '2026-01-12T09:00:00.000Z'],
    ['nine exactly', '2026-01-12T09:00:00Z', true, null],
    ['the last moment before five', '2026-01-12T16:59:59.999Z', true, null],
    ['five exactly', '2026-01-12T17:00:00Z', false, '2026-01-13T09:00:00.000Z'],
    ['nine in summer is eight in UTC', '2026-07-06T08:00:00Z', true, null],
    ['a moment earlier', '2026-07-06T07:59:59Z', false, '2026-07-06T08:00:00.000Z'],
    ['five in summer', '2026-07-06T16:00:00Z', false, '2026-07-07T08:00:00.000Z'],
    ['after midnight in London, still yesterday in UTC', '2026-07-05T23:30:00Z', false, '2026-07-06T08:00:00.000Z'],
    ['a Saturday', '2026-01-10T12:00:00Z', false, '2026-01-12T09:00:00.000Z'],
    ['a Friday evening before the clocks go forward', '2026-03-27T18:00:00Z', false, '2026-03-30T08:00:00.000Z'],
    ['a Friday evening before the clocks go back', '2026-10-23T18:00:00Z', false, '2026-10-26T09:00:00.000Z'],
    ['the Monday after the clocks went forward, nine', '2026-03-30T08:00:00Z', true, null],
    ['the Monday after the clocks went back, an hour early', '2026-10-26T08:00:00Z', false, '2026-10-26T09:00:00.000Z'],
    ['Good Friday: closed until after Easter Monday', '2026-04-03T12:00:00Z', false, '2026-04-07T08:00:00.000Z'],
    ['the Thursday evening before', '2026-04-02T16:00:00Z', false, '2026-04-07T08:00:00.000Z'],
    ['the substitute for Boxing Day', '2026-12-28T12:00:00Z', false, '2026-12-29T09:00:00.000Z'],
  ])('%s', (_when, now, open, next) => {
    expect({
      open: isOpen(helpdesk, new Date(now)),
      next: opensNext(helpdesk, new Date(now))?.toISOString() ?? null,
    }).toEqual({ open, next });
  });
});

it.each([
  ['2026-01-12T15:59:00Z', true],
  ['2026-01-12T16:00:00Z', false],
])('D19 the enquiries team closes at 4pm: at %s open is %s', (now, open) =>
  expect(isOpen(enquiries, new Date(now))).toBe(open),
);

it('finds the next opening past a bank holiday on the one day of the week', () => {
  expect(opensNext(saturdays, new Date('2026-12-19T12:00:00Z'))?.toISOString()).toBe('2027-01-02T10:00:00.000Z');
});

it.each([
  ['2026-03-29', '00:30', '2026-03-29T00:30:00.000Z'],
  ['2026-03-29', '02:00', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25', '00:30', '2026-10-24T23:30:00.000Z'],
  ['2026-10-25', '02:00', '2026-10-25T02:00:00.000Z'],
  ['2026-07-01', '00:00', '2026-06-30T23:00:00.000Z'],
])('%s %s in London is %s', (day, time, instant) => expect(instantInLondon(day, time).toISOString()).toBe(instant));
