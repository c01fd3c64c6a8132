import { type TrustEntry, trusts } from '@crosstrust/contract';
import type { Item, LinkedRecord, Part, Point } from '../records.ts';

const [first, second] = trusts;

/** A UUID that says its number. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const sourceAt = ({ key, name, sources }: TrustEntry) => ({ key, name, odsCodes: sources.map((one) => one.odsCode) });

/** An appointment of half an hour at the first trust of the list; give what the test is about. */
export function anItem(given: Partial<Item> = {}): Item {
  return {
    id: uuid(1),
    kind: 'OUTPATIENT',
    title: 'Outpatient appointment',
    status: 'BOOKED',
    mode: 'IN_PERSON',
    startsAt: new Date('2026-07-03T08:30:00.000Z'),
    endsAt: undefined,
    source: sourceAt(first),
    place: undefined,
    postcode: undefined,
    latitude: undefined,
    longitude: undefined,
    sameAs: [],
    updatedAt: new Date('2026-05-01T00:00:00.000Z'),
    ...given,
  };
}

/** A haemoglobin in g/L at the first trust of the list. */
export function aPoint(given: Partial<Point> = {}): Point {
  return {
    resultId: uuid(1),
    code: { system: 'http://loinc.org', code: '718-7' },
    name: 'Haemoglobin',
    number: 131,
    unit: 'g/L',
    comparator: undefined,
    low: undefined,
    high: undefined,
    takenAt: new Date('2026-05-01T00:00:00.000Z'),
    source: sourceAt(first),
    ...given,
  };
}

/** A linked record at the trust of this number on the list. */
export function aRecord<Value>(part: Part<Value>, index = 0): LinkedRecord<Value> {
  return { trust: trusts[index] ?? first, record: uuid(900 + index), part, setAside: 0 };
}

/** A record as the gateway hands it on: of a trust that answered. */
export function aRepresentation(given: object = {}, trust: TrustEntry = first): object {
  return {
    __typename: `${trust.typePrefix}Record`,
    id: uuid(900),
    sections: [
      { __typename: 'SectionStatus', section: 'OUTPATIENT_APPOINTMENTS', state: 'OFFERED' },
      { __typename: 'SectionStatus', section: 'TEST_RESULTS', state: 'OFFERED' },
    ],
    ...given,
  };
}

/** The same as text, the way it stands in an answer. */
export const told = (value: object): object => JSON.parse(JSON.stringify(value));

export { first as firstTrust, second as secondTrust };
