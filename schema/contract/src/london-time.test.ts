import { describe, expect, it } from 'vitest';
import { ageInLondon, dayInLondon, isCalendarDay, startOfDayInLondon } from './london-time.ts';

describe('dayInLondon', () => {
  it.each([
    ['2026-06-15T22:59:59Z', '2026-06-15'],
    ['2026-06-15T23:00:00Z', '2026-06-16'],
    ['2026-01-15T23:59:59Z', '2026-01-15'],
    ['2026-03-29T00:59:59Z', '2026-03-29'],
    ['2026-10-24T23:00:00Z', '2026-10-25'],
    ['2026-10-25T23:59:59Z', '2026-10-25'],
  ])('at %s is %s', (instant, day) => {
    expect(dayInLondon(new Date(instant))).toBe(day);
  });
});

describe('startOfDayInLondon', () => {
  it.each([
    ['2026-01-15T12:00:00Z', '2026-01-15T00:00:00.000Z'],
    ['2026-06-15T23:30:00Z', '2026-06-15T23:00:00.000Z'],
    ['2026-03-29T12:00:00Z', '2026-03-29T00:00:00.000Z'],
    ['2026-10-25T12:00:00Z', '2026-10-24T23:00:00.000Z'],
  ])('of %s is %s', (instant, start) => {
    expect(startOfDayInLondon(new Date(instant)).toISOString()).toBe(start);
  });
});

describe('ageInLondon', () => {
  it.each([
    ['2010-06-16', '2026-06-15T22:59:59Z', 15],
    ['2010-06-16', '2026-06-15T23:00:00Z', 16],
    ['2008-02-29', '2026-02-28T23:59:59Z', 17],
    ['2008-02-29', '2026-03-01T00:00:00Z', 18],
    ['2008-02-29', '2028-02-29T00:00:00Z', 20],
    ['2026-06-15', '2026-06-15T12:00:00Z', 0],
  ])('of %s at %s is %i', (birthDate, instant, age) => {
    expect(ageInLondon(birthDate, new Date(instant))).toBe(age);
  });
});

describe('isCalendarDay', () => {
  it.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2023-13-01', false],
    ['2023-1-1', false],
    ['yesterday', false],
  ])('%s: %s', (text, answer) => {
    expect(isCalendarDay(text)).toBe(answer);
  });
});
