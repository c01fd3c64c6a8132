import type { Faker } from '@faker-js/faker';
import type { Calendar } from './calendar.ts';
import { fictionalMobile, madeUpNhsNumber } from './identity.ts';
import { type Address, pickAddress, pickName } from './names.ts';

/** Somebody who does not exist. */
export interface Person {
  readonly key: string;
  /** What this person is good for, in the list that `npm start` prints. */
  readonly about: string;
  readonly sex: 'female' | 'male';
  readonly given: string;
  readonly family: string;
  readonly nhsNumber: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly mobile: string;
  readonly email: string;
  readonly address: Address;
  /** Keys of the trusts that hold a record, the one first with which the account is opened. */
  readonly trusts: readonly string[];
  /** How much there is in each record. */
  readonly record: 'full' | 'empty';
}

type Sketch = Pick<Person, 'key' | 'about' | 'sex' | 'birthDate' | 'trusts'> & {
  record?: 'empty';
  family?: string;
  mobile?: number;
};

/** The cast: each stands for something that a portal must get right. */
function sketchPeople(calendar: Calendar): Sketch[] {
  const twins = calendar.bornYearsAgo(24, 140);
  return [
    {
      key: 'four-trusts',
      about: 'a patient of four trusts',
      sex: 'female',
      birthDate: calendar.bornYearsAgo(34, 100),
      trusts: ['kingston', 'st-georges', 'kings-guys', 'west-herts-royal-free'],
    },
    {
      key: 'seventeen',
      about: 'linked at Kingston, too young for West Herts when made',
      sex: 'male',
      birthDate: calendar.bornYearsAgo(17, 60),
      trusts: ['kingston', 'west-herts-royal-free'],
    },
    {
      key: 'sixteen-tomorrow',
      about: `16 on ${calendar.day(1)}: refused until then`,
      sex: 'female',
      birthDate: calendar.bornYearsAgo(16, -1),
      trusts: ['kingston'],
    },
    {
      key: 'eighty-one',
      about: 'an old man, two trusts',
      sex: 'male',
      birthDate: calendar.bornYearsAgo(81, 200),
      trusts: ['st-georges', 'west-herts-royal-free'],
    },
    {
      key: 'nothing-yet',
      about: 'a record with nothing in it yet',
      sex: 'male',
      birthDate: calendar.bornYearsAgo(45, 30),
      trusts: ['kings-guys'],
      record: 'empty',
    },
    {
      key: 'leap-day',
      about: 'born on 29 February',
      sex: 'female',
      birthDate: calendar.leapDayBefore(27),
      trusts: ['kings-guys', 'kingston'],
    },
    {
      key: 'mother',
      about: 'shares a mobile with her daughter',
      sex: 'female',
      birthDate: calendar.bornYearsAgo(52, 20),
      trusts: ['st-georges', 'kingston'],
      family: 'shared',
      mobile: 900,
    },
    {
      key: 'daughter',
      about: 'shares a mobile with her mother',
      sex: 'female',
      birthDate: calendar.bornYearsAgo(20, 310),
      trusts: ['st-georges'],
      family: 'shared',
      mobile: 900,
    },
    {
      key: 'twin-one',
      about: 'a twin with the same mobile: signs in by email',
      sex: 'male',
      birthDate: twins,
      trusts: ['kingston', 'kings-guys'],
      family: 'twins',
      mobile: 910,
    },
    {
      key: 'twin-two',
      about: 'the other twin: signs in by email',
      sex: 'male',
      birthDate: twins,
      trusts: ['kingston'],
      family: 'twins',
      mobile: 910,
    },
  ];
}

/** Fills the sketches with names, addresses and numbers that nobody has. */
export function makePeople(faker: Faker, calendar: Calendar): Person[] {
  const families = new Map<string, string>();
  const homes = new Map<string, Address>();
  const taken = { given: new Set<string>(), family: new Set<string>() };
  return sketchPeople(calendar).map((sketch, index) => {
    faker.seed(1000 + index);
    const name = pickName(faker, sketch.sex, taken);
    const household = sketch.family ?? sketch.key;
    const family = families.get(household) ?? name.family;
    const address = homes.get(household) ?? pickAddress(faker);
    families.set(household, family);
    homes.set(household, address);
    return {
      key: sketch.key,
      about: sketch.about,
      sex: sketch.sex,
      given: name.given,
      family,
      nhsNumber: madeUpNhsNumber(index + 1),
      birthDate: sketch.birthDate,
      mobile: fictionalMobile(sketch.mobile ?? 101 + index),
      email: `${name.given}.${family}@example.${index % 2 ? 'com' : 'org'}`.toLowerCase().replace(/[^a-z.@]/g, ''),
      address,
      trusts: sketch.trusts,
      record: sketch.record ?? 'full',
    };
  });
}
