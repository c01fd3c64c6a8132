import { describe, expect, it } from 'vitest';
import type { ItemContent } from '../storage/content.ts';
import { disagreementsOf, type Version } from './disagreements.ts';

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const version = (content: object, given: Partial<Version> = {}): Version => ({
  section: 'OUTPATIENT_APPOINTMENTS',
  source: 'north',
  status: 'booked',
  changedAt: at(1),
  content: { kind: 'outpatient', mode: 'in-person', startsAt: '2026-07-01T08:30:00.000Z', ...content } as ItemContent,
  ...given,
});
const fields = (...versions: Version[]) => disagreementsOf(versions).map(({ field }) => field);

describe('disagreementsOf', () => {
  it('has each value with its source and time, in the order of the versions', () => {
    expect(
      disagreementsOf([
        version({ mode: 'video' }, { source: 'south', status: 'cancelled', changedAt: at(2) }),
        version({}),
      ]),
    ).toEqual([
      {
        field: 'status',
        values: [
          { value: 'cancelled', source: 'south', at: at(2) },
          { value: 'booked', source: 'north', at: at(1) },
        ],
      },
      {
        field: 'how it takes place',
        values: [
          { value: 'video', source: 'south', at: at(2) },
          { value: 'in person', source: 'north', at: at(1) },
        ],
      },
    ]);
  });

  it.each<[string, Version[], string[]]>([
    ['one version', [version({})], []],
    ['none', [], []],
    ['what one does not say', [version({ specialty: 'Cardiology' }), version({})], []],
    ['another way to write it', [version({ specialty: 'Cardiology ' }), version({ specialty: 'cardiology' })], []],
    ['a place', [version({ location: { name: 'A' } }), version({ location: { name: 'B' } })], ['place']],
    [
      'another kind of appointment',
      [version({}), version({ kind: 'diagnostic' }, { section: 'RADIOLOGY_APPOINTMENTS' })],
      ['kind'],
    ],
    ['what is no version of the same', [version({}), version({ title: 'x' }, { section: 'CLINIC_LETTERS' })], []],
    [
      'a letter',
      [
        version({ title: 'A', department: 'X' }, { section: 'CLINIC_LETTERS' }),
        version({ title: 'B', department: 'Y' }, { section: 'CLINIC_LETTERS' }),
      ],
      ['title', 'department'],
    ],
  ])('finds the fields of %s', (_what, versions, expected) => expect(fields(...versions)).toEqual(expected));
});
