import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type CalendarEvent, sequenceOf, writeCalendar } from './write-calendar.ts';

const anEvent = (given: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: 'a@crosstrust',
  startsAt: new Date('2026-07-03T08:30:00.000Z'),
  endsAt: new Date('2026-07-03T09:00:00.000Z'),
  summary: 'Hospital appointment',
  status: 'CONFIRMED',
  updatedAt: new Date('2026-05-01T12:00:00.000Z'),
  ...given,
});
const parse = (text: string) => new ICAL.Component(ICAL.parse(text));
const eventIn = (text: string) => {
  const [component] = parse(text).getAllSubcomponents('vevent');
  if (!component) throw new Error('no event');
  return { component, event: new ICAL.Event(component) };
};
const roundTrip = (given: Partial<CalendarEvent>) =>
  eventIn(writeCalendar('Hospital appointment', [anEvent(given)])).event;

describe('a calendar file', () => {
  it('is what RFC 5545 asks for, to the byte', () => {
    expect(writeCalendar('Hospital appointment', [anEvent({ location: 'Outpatients 3' })], 15).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Crosstrust//Appointments//EN',
      'METHOD:PUBLISH',
      'NAME:Hospital appointment',
      'X-WR-CALNAME:Hospital appointment',
      'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
      'X-PUBLISHED-TTL:PT15M',
      'BEGIN:VEVENT',
      'UID:a@crosstrust',
      'SEQUENCE:399600000',
      'DTSTAMP:20260501T120000Z',
      'DTSTART:20260703T083000Z',
      'DTEND:20260703T090000Z',
      'SUMMARY:Hospital appointment',
      'LOCATION:Outpatients 3',
      'STATUS:CONFIRMED',
      'LAST-MODIFIED:20260501T120000Z',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it.each([
    ['an hour before the clocks go forward', '2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z'],
    ['in the hour that comes twice', '2026-10-25T00:45:00.000Z', '2026-10-25T01:15:00.000Z'],
    ['over the end of a leap day', '2028-02-29T23:45:00.000Z', '2028-03-01T00:15:00.000Z'],
    ['over the end of a year', '2026-12-31T23:45:00.000Z', '2027-01-01T00:15:00.000Z'],
  ])('keeps its instants: %s', (_when, startsAt, endsAt) => {
    const event = roundTrip({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) });
    expect([event.startDate.toJSDate().toISOString(), event.endDate.toJSDate().toISOString()]).toEqual([
      startsAt,
      endsAt,
    ]);
    expect(event.startDate.zone.tzid).toBe('UTC');
  });

  it.each([
    ['without an end', { endsAt: undefined as never }],
    ['with an end that lies before its beginning', { endsAt: new Date('2026-07-03T08:00:00.000Z') }],
  ])('has an event %s as a beginning only', (_what, given) => {
    const { component } = eventIn(writeCalendar('Hospital appointment', [anEvent(given)]));
    expect(component.hasProperty('dtend')).toBe(false);
  });

  it('lets no text out of its place', () => {
    const text = 'Ward; A, B\\C\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged'.padEnd(300, ' é𝄞');
    const file = writeCalendar('Hospital appointment', [anEvent({ summary: text, location: text })]);
    const { event } = eventIn(file);
    expect(parse(file).getAllSubcomponents('vevent')).toHaveLength(1);
    expect(event.summary.replace(/\r/g, '').trim()).toBe(text.replace(/\r/g, '').trim());
    expect(event.location.replace(/\r/g, '').trim()).toBe(text.replace(/\r/g, '').trim());
  });

  it('says that an appointment is cancelled, and by its number that this is the later word', () => {
    const { component, event } = eventIn(writeCalendar('Hospital appointment', [anEvent({ status: 'CANCELLED' })]));
    expect(component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(event.sequence).toBe(roundTrip({}).sequence + 1);
  });
});

it('numbers later changes higher, whatever they are, and within what calendars can hold', () => {
  const second = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, n));
  const numbers = [
    sequenceOf(second(0), 'CONFIRMED'),
    sequenceOf(second(0), 'CANCELLED'),
    sequenceOf(second(1), 'CONFIRMED'),
    sequenceOf(second(1), 'CANCELLED'),
  ];
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  expect(new Set(numbers).size).toBe(4);
  expect(sequenceOf(new Date('2053-12-31T00:00:00Z'), 'CANCELLED')).toBeLessThan(2 ** 31);
  expect(sequenceOf(new Date('9999-12-31T00:00:00Z'), 'CANCELLED')).toBe(2 ** 31 - 1);
  expect(sequenceOf(new Date('1999-01-01T00:00:00Z'), 'CONFIRMED')).toBe(0);
});
