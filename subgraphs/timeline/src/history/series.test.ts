import { expect, it } from 'vitest';
import { aPoint, aRecord, uuid } from '../testing/builders.ts';
import { seriesOf } from './series.ts';

const on = (day: string) => new Date(`${day}T08:00:00.000Z`);
const haemoglobin = { code: '718-7' };
const shown = (series: ReturnType<typeof seriesOf>) =>
  series.map(({ unit, points }) => [unit, points.map(({ number, trust }) => [number, trust.key])]);

it('M12 W13 joins the numbers of a test over trusts by time, each marked with its source', () => {
  const records = [
    aRecord([aPoint({ number: 3, takenAt: on('2026-03-01') }), aPoint({ number: 1, takenAt: on('2026-01-01') })], 0),
    aRecord([aPoint({ number: 2, takenAt: on('2026-02-01'), name: 'Hb' })], 1),
  ];
  const series = seriesOf(records, haemoglobin);
  expect(shown(series)).toEqual([
    [
      'g/L',
      [
        [1, 'kingston'],
        [2, 'st-georges'],
        [3, 'kingston'],
      ],
    ],
  ]);
  expect(series[0]).toMatchObject({ name: 'Haemoglobin', code: aPoint().code });
  expect(shown(seriesOf(records.toReversed(), haemoglobin))).toEqual(shown(series));
});

it('M12 never joins different units, nor converts them', () => {
  const records = [
    aRecord([aPoint({ number: 131, unit: 'g/L' }), aPoint({ number: 13.1, unit: 'g/dL' })], 0),
    aRecord(
      [
        aPoint({ number: 132, unit: ' g/L ' }),
        aPoint({ number: 8, unit: undefined }),
        aPoint({ number: 9, unit: 'G/L' }),
      ],
      1,
    ),
  ];
  expect(seriesOf(records, haemoglobin).map(({ unit, points }) => [unit, points.length])).toEqual([
    ['g/L', 2],
    ['g/dL', 1],
    [undefined, 1],
    ['G/L', 1],
  ]);
});

it('takes a code for another in another terminology', () => {
  const other = { system: 'urn:local', code: '718-7' };
  const records = [aRecord([aPoint(), aPoint({ code: other }), aPoint({ code: { ...other, code: '1' } })])];
  expect(seriesOf(records, haemoglobin).map(({ code }) => code.system)).toEqual(['http://loinc.org', 'urn:local']);
  expect(seriesOf(records, { ...haemoglobin, system: 'urn:local' }).map(({ code }) => code)).toEqual([other]);
});

it('has one order for numbers of one instant', () => {
  const points = [3, 1, 2].map((n) => aPoint({ resultId: uuid(n), number: n }));
  expect(seriesOf([aRecord(points)], haemoglobin)[0]?.points.map(({ number }) => number)).toEqual([1, 2, 3]);
});

it('leaves out what did not come', () => {
  expect(seriesOf([aRecord('missing'), aRecord('not-shown', 1)], haemoglobin)).toEqual([]);
});
