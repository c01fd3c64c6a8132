import { describe, expect, it } from 'vitest';
import type { ObservationContent } from '../storage/content.ts';
import { flagOf, isAbnormal } from './flag.ts';

const range = { low: 115, high: 165, unit: 'g/L' };
const measured = (number: number, comparator?: '<' | '<=' | '>=' | '>', unit = 'g/L') => ({
  value: { kind: 'quantity' as const, number, unit, ...(comparator ? { comparator } : {}) },
});

describe('flagOf', () => {
  it.each([
    ['N', 'NORMAL'],
    ['A', 'ABNORMAL'],
    ['AA', 'ABNORMAL'],
    ['H', 'HIGH'],
    ['HH', 'CRITICAL_HIGH'],
    ['HU', 'HIGH'],
    ['L', 'LOW'],
    ['LL', 'CRITICAL_LOW'],
    ['LU', 'LOW'],
    ['<', 'LOW'],
    ['>', 'HIGH'],
    ['hh', 'CRITICAL_HIGH'],
    ['POS', null],
    ['ND', null],
    ['R', null],
  ] as const)('M12 reads the laboratory’s code %s before all else', (interpretationCode, flag) => {
    expect(flagOf({ interpretationCode, interpretation: 'Normal', ...measured(10), referenceRange: range })).toBe(flag);
  });

  it.each([
    ['High', 'HIGH'],
    [' critically low ', 'CRITICAL_LOW'],
    ['Normal', 'NORMAL'],
    ['Abnormal', 'ABNORMAL'],
    ['Positive', null],
    ['See comment', null],
  ] as const)('M12 reads the laboratory’s words “%s” before the range', (interpretation, flag) => {
    expect(flagOf({ interpretation, ...measured(10), referenceRange: range })).toBe(flag);
  });

  it.each([
    ['below', measured(114.9), range, 'LOW'],
    ['on the lower end', measured(115), range, 'NORMAL'],
    ['within', measured(131), range, 'NORMAL'],
    ['on the upper end', measured(165), range, 'NORMAL'],
    ['above', measured(165.1), range, 'HIGH'],
    ['above the only end', measured(5.1), { high: 5, unit: 'g/L' }, 'HIGH'],
    ['below the only end', measured(4.9), { low: 5 }, 'LOW'],
    ['negative', measured(-3), { low: -2, high: 2 }, 'LOW'],
    ['zero', measured(0), { low: 0, high: 2 }, 'NORMAL'],
    ['less than what is low', measured(115, '<'), range, 'LOW'],
    ['at most what is low', measured(115, '<='), range, null],
    ['at most what is too low', measured(114, '<='), range, 'LOW'],
    ['less than what is usual, which may be low', measured(130, '<'), range, null],
    ['less than what is usual, with nothing too low', measured(4, '<'), { high: 5 }, 'NORMAL'],
    ['more than what is high', measured(165, '>'), range, 'HIGH'],
    ['at least what is high', measured(165, '>='), range, null],
    ['at least what is too high', measured(166, '>='), range, 'HIGH'],
    ['more than what is usual, with nothing too high', measured(90, '>'), { low: 60 }, 'NORMAL'],
    ['in another unit', measured(13.1, undefined, 'g/dL'), range, null],
    ['with a range in words only', measured(131), { text: '115 to 165' }, null],
    ['with a range the wrong way round', measured(131), { low: 165, high: 115 }, null],
  ] as const)('M12 compares a value %s with its range', (_where, value, referenceRange, flag) => {
    expect(flagOf({ ...value, referenceRange })).toBe(flag);
  });

  it('M12 knows nothing of words, of a number without a range, or of no value', () => {
    expect(flagOf({ value: { kind: 'text', text: 'Yellow' }, referenceRange: range })).toBeNull();
    expect(flagOf(measured(131))).toBeNull();
    expect(flagOf({ referenceRange: range })).toBeNull();
  });
});

describe('isAbnormal', () => {
  const named = (rest: Partial<ObservationContent>): ObservationContent => ({ name: 'x', ...rest });
  it.each([
    ['normal', named({ interpretation: 'Normal' }), false],
    ['nothing is known of', named({}), false],
    ['high', named({ interpretation: 'High' }), true],
    ['with a component that is high', named({ components: [named({}), named({ interpretationCode: 'H' })] }), true],
    ['with components that are normal', named({ components: [named({ interpretationCode: 'N' })] }), false],
  ])('M12 answers for an observation %s', (_what, observation, answer) => {
    expect(isAbnormal(observation)).toBe(answer);
  });
});
