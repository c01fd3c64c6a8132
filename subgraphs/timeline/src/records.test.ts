import { describe, expect, it } from 'vitest';
import { readAppointments, readResults, trustsThat } from './records.ts';
import { anItem, aPoint, aRepresentation, firstTrust, secondTrust, told } from './testing/builders.ts';

const partOf = (record: object) => readAppointments([record])[0]?.part;

describe('what came of a trust', () => {
  it('is its appointments', () => {
    const item = anItem({ endsAt: new Date('2026-07-03T09:00:00.000Z'), postcode: 'KT2 7QB' });
    expect(partOf(aRepresentation({ timelineItems: [told(item)] }))).toEqual([item]);
    expect(partOf(aRepresentation({ timelineItems: [] }))).toEqual([]);
  });

  it.each([
    ['its name alone came: it did not answer', { __typename: `${firstTrust.typePrefix}Record` }],
    ['it answered without what it shows', aRepresentation({ timelineItems: null })],
    ['it answered without the field', aRepresentation()],
    ['it sent a time that is none', aRepresentation({ timelineItems: [{ ...told(anItem()), startsAt: 'soon' }] })],
    ['it sent a text in the place of the list', aRepresentation({ timelineItems: 'none' })],
    ['it sent an id that is none', aRepresentation({ id: 'x', timelineItems: [] })],
    ['it sent nothing of its sections', aRepresentation({ sections: null, timelineItems: [] })],
  ])('is missing when %s', (_why, record) => {
    expect(partOf(record)).toBe('missing');
    expect(trustsThat('missing', readAppointments([record])).map(({ key }) => key)).toEqual([firstTrust.key]);
  });

  it.each(['NOT_YET', 'NOT_OFFERED'])('is told apart from a trust that shows none (%s)', (state) => {
    const record = aRepresentation({ sections: [{ section: 'ADMISSIONS', state }], timelineItems: null });
    expect(partOf(record)).toBe('not-shown');
    expect(trustsThat('missing', readAppointments([record]))).toEqual([]);
  });

  it('costs nobody else anything', () => {
    const records = [
      aRepresentation({ timelineItems: [told(anItem())] }),
      { __typename: `${secondTrust.typePrefix}Record` },
      null,
      { __typename: 'ElsewhereRecord' },
    ];
    expect(readAppointments(records).map(({ trust, part }) => [trust.key, part])).toEqual([
      [firstTrust.key, [anItem()]],
      [secondTrust.key, 'missing'],
    ]);
  });

  it('is its results, where it shows them', () => {
    const point = aPoint({ comparator: '<', low: 115, high: 165 });
    expect(readResults([aRepresentation({ resultPoints: [told(point)] })])[0]?.part).toEqual([point]);
    expect(readResults([aRepresentation({ sections: [], resultPoints: null })])[0]?.part).toBe('not-shown');
  });
});

it('takes nothing when the records did not come along', () => {
  expect(() => readAppointments(undefined)).toThrow('did not come along');
});
