import { describe, expect, it } from 'vitest';
import { isBankHoliday, isWorkingDay } from './working-days.ts';

describe('M10 U10 bank holidays of England', () => {
  it.each([
    ['2026-04-03', true, 'Good Friday'],
    ['2026-04-06', true, 'Easter Monday'],
    ['2026-05-04', true, 'Early May'],
    ['2026-08-31', true, 'Summer'],
    ['2026-08-03', false, 'the summer bank holiday of Scotland'],
    ['2026-12-26', true, 'Boxing Day, a Saturday'],
    ['2026-12-28', true, 'its substitute'],
    ['2023-05-08', true, 'the coronation'],
    ['2026-03-15', false, 'Mother’s Day'],
    ['2026-04-07', false, 'the day after Easter Monday'],
  ])('%s: %s, %s', (day, isHoliday) => expect(isBankHoliday(day)).toBe(isHoliday));

  it.each([
    ['2026-04-02', true],
    ['2026-04-03', false],
    ['2026-04-04', false],
    ['2026-04-05', false],
    ['2026-04-06', false],
    ['2026-04-07', true],
  ])('%s is a working day: %s', (day, isWorking) => expect(isWorkingDay(day)).toBe(isWorking));
});
