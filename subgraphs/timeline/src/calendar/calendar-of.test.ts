import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { foldEntries } from '../entries/fold.ts';
import type { Item } from '../records.ts';
import { anItem, aRecord, uuid } from '../testing/builders.ts';
import { calendarOf } from './calendar-of.ts';

const write = (...items: Partial<Item>[]) =>
  calendarOf(foldEntries(items.map((given, index) => aRecord([anItem({ id: uuid(index + 1), ...given })], index))));
const readBack = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      location: event.location,
      startsAt: event.startDate.toJSDate().toISOString(),
      status: component.getFirstPropertyValue('status'),
      sequence: event.sequence,
    };
  });

describe('the calendar over all trusts', () => {
  it('U1 has one event for one appointment, whoever tells of it, and cancelled ones as cancelled', () => {
    const events = readBack(
      write(
        { sameAs: ['booking.a'] },
        { sameAs: ['booking.a'] },
        { status: 'CANCELLED', startsAt: new Date('2026-08-03T08:30:00Z') },
      ),
    );
    expect(events).toEqual([
      expect.objectContaining({ uid: `${uuid(1)}@crosstrust`, summary: 'Hospital appointment', status: 'CONFIRMED' }),
      expect.objectContaining({ summary: 'Cancelled: hospital appointment', status: 'CANCELLED' }),
    ]);
  });

  it('keeps an event’s name and raises its number when it is cancelled', () => {
    const [before] = readBack(write({}));
    const [after] = readBack(write({ status: 'CANCELLED' }));
    expect(after?.uid).toBe(before?.uid);
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? Number.NaN);
  });

  it.each([
    ['VIDEO', 'Hospital appointment by video'],
    ['TELEPHONE', 'Hospital appointment by telephone'],
  ])('says that nobody travels for %s', (mode, summary) => {
    expect(readBack(write({ mode, postcode: 'KT2 7QB' }))).toEqual([
      expect.objectContaining({ summary, location: null }),
    ]);
  });

  it('is the same file for the same appointments', () => {
    expect(write({}, {})).toBe(write({}, {}));
  });

  it('is a calendar also when there is nothing in it', () => {
    expect(readBack(write())).toEqual([]);
  });
});
