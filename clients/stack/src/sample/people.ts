import type { Faker } from '@faker-js/faker';
import type { Calendar } from './calendar.ts';
import { sketchPeople } from './cast.ts';
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
  /** How much there is in each record: `past` has coming visits only where a story tells of them. */
  readonly record: 'full' | 'past' | 'empty';
  /** Keys of laboratory tests whose values a story tells, so that the dice tell no others. */
  readonly toldTests?: readonly string[];
  /** The language that an interpreter is booked for. */
  readonly interpreter?: string;
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
    const address = homes.get(household) ?? pickAddress(faker, sketch.lives);
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
      ...(sketch.toldTests ? { toldTests: sketch.toldTests } : {}),
      ...(sketch.interpreter ? { interpreter: sketch.interpreter } : {}),
    };
  });
}
