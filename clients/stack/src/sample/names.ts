import type { Faker } from '@faker-js/faker';

/** First and family names as one hears them in a London waiting room; faker's own lists are American at heart. */
const given = {
  female: [
    'Amara',
    'Charlotte',
    'Priya',
    'Megan',
    'Sofia',
    'Aisha',
    'Eleanor',
    'Grace',
    'Yasmin',
    'Niamh',
    'Chloe',
    'Ewa',
    'Fatima',
    'Hannah',
    'Mei',
    'Olivia',
    'Bronwen',
    'Zainab',
  ],
  male: [
    'Daniel',
    'Oluwaseun',
    'James',
    'Mohammed',
    'Callum',
    'Arjun',
    'Thomas',
    'Kwame',
    'George',
    'Piotr',
    'Harry',
    'Ibrahim',
    'Rhys',
    'Wei',
    'Ben',
    'Samuel',
    'Tariq',
    'Ewan',
  ],
};
const family = [
  'Okafor',
  'Bennett',
  'Patel',
  'Hughes',
  'Ahmed',
  'Clarke',
  'Nowak',
  'Mensah',
  'Fraser',
  'Khan',
  'Davies',
  'Chen',
  'Walsh',
  'Begum',
  'Turner',
  'Adeyemi',
  'Lewis',
  'Sharma',
  'Campbell',
  'Hussain',
  'Morgan',
  'Singh',
  'Palmer',
  'Osei',
];
const streets = [
  'Acre Road',
  'Station Road',
  'Victoria Avenue',
  'Church Lane',
  'Park View',
  'Mill Close',
  'Elm Grove',
  'Queens Road',
  'The Crescent',
  'Alexandra Terrace',
];
const towns = [
  ['Kingston upon Thames', 'KT2'],
  ['Surbiton', 'KT6'],
  ['Tooting', 'SW17'],
  ['Wimbledon', 'SW19'],
  ['Camberwell', 'SE5'],
  ['Watford', 'WD18'],
  ['Hampstead', 'NW3'],
  ['St Albans', 'AL1'],
] as const;

const farTowns = [
  ['Southampton', 'SO15'],
  ['Derby', 'DE22'],
  ['Burton-on-Trent', 'DE14'],
] as const;
/** Where somebody can be said to live; without it they live somewhere around London. */
export type FarTown = (typeof farTowns)[number][0];

export interface Address {
  readonly line: string;
  readonly city: string;
  readonly postcode: string;
}

/** Names that nobody before in the same list was given, as far as there are enough. */
export function pickName(
  faker: Faker,
  sex: 'female' | 'male',
  taken: { given: Set<string>; family: Set<string> },
): { given: string; family: string } {
  const fresh = (names: readonly string[], used: Set<string>) => {
    const left = names.filter((name) => !used.has(name));
    const name = faker.helpers.arrayElement(left.length > 0 ? left : names);
    used.add(name);
    return name;
  };
  return { given: fresh(given[sex], taken.given), family: fresh(family, taken.family) };
}

/** A home that is not there: no real postcode ends with these letters. */
export function pickAddress(faker: Faker, lives?: FarTown): Address {
  const near = faker.helpers.arrayElement(towns);
  const [city, outward] = farTowns.find(([town]) => town === lives) ?? near;
  const inward = `${faker.number.int({ min: 1, max: 9 })}${faker.string.fromCharacters('CIKMOV', 2)}`;
  return {
    line: `${faker.number.int({ min: 1, max: 180 })} ${faker.helpers.arrayElement(streets)}`,
    city,
    postcode: `${outward} ${inward}`,
  };
}
