import type { Calendar } from './calendar.ts';
import type { FarTown } from './names.ts';
import type { Person } from './people.ts';

/** One of the cast before names and numbers are given. */
export type Sketch = Pick<Person, 'key' | 'about' | 'sex' | 'birthDate' | 'trusts'> & {
  readonly record?: Person['record'];
  readonly interpreter?: string;
  readonly toldTests?: readonly string[];
  /** Who have the same word here share a home and a family name. */
  readonly family?: string;
  readonly mobile?: number;
  readonly lives?: FarTown;
};

/** The cast: each stands for something that a portal must get right. README.md says what to try with each. */
export function sketchPeople(calendar: Calendar): Sketch[] {
  return [...everyAge(calendar), ...households(calendar), ...errands(calendar)];
}

const everyAge = (calendar: Calendar): Sketch[] => [
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
    about: 'an old man; he can share with the daughter who cares for him (below)',
    sex: 'male',
    birthDate: calendar.bornYearsAgo(81, 200),
    trusts: ['st-georges', 'west-herts-royal-free', 'derby-burton'],
    lives: 'Burton-on-Trent',
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
];

const households = (calendar: Calendar): Sketch[] => [
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
    birthDate: calendar.bornYearsAgo(24, 140),
    trusts: ['kingston', 'kings-guys'],
    family: 'twins',
    mobile: 910,
  },
  {
    key: 'twin-two',
    about: 'the other twin: signs in by email',
    sex: 'male',
    birthDate: calendar.bornYearsAgo(24, 140),
    trusts: ['kingston'],
    family: 'twins',
    mobile: 910,
  },
  {
    key: 'carer',
    about: 'the daughter who cares for the man of 81, with an account of her own',
    sex: 'female',
    birthDate: calendar.bornYearsAgo(53, 75),
    trusts: ['derby-burton'],
    family: 'eighty-one',
  },
];

/** What they have to do next is told in `stories/`. */
const errands = (calendar: Calendar): Sketch[] => [
  {
    key: 'transport',
    about: 'can move or cancel a visit for which transport is booked',
    sex: 'male',
    birthDate: calendar.bornYearsAgo(67, 15),
    trusts: ['west-herts-royal-free'],
    record: 'past',
  },
  {
    key: 'interpreter',
    about: 'has an interpreter booked',
    sex: 'female',
    birthDate: calendar.bornYearsAgo(41, 250),
    trusts: ['west-herts-royal-free', 'kings-guys'],
    record: 'past',
    interpreter: 'British Sign Language',
  },
  {
    key: 'southampton',
    about: 'visits to accept or ask to change, one within 3 working days',
    sex: 'female',
    birthDate: calendar.bornYearsAgo(29, 180),
    trusts: ['southampton'],
    record: 'past',
    lives: 'Southampton',
  },
  {
    key: 'derby-burton',
    about: 'sees letters from today on only; some still come by post',
    sex: 'male',
    birthDate: calendar.bornYearsAgo(72, 45),
    trusts: ['derby-burton'],
    record: 'past',
    lives: 'Derby',
  },
  {
    key: 'six-trusts',
    about: 'at all six trusts: clashes, a duplicate, two routes, one item set aside',
    sex: 'female',
    birthDate: calendar.bornYearsAgo(58, 130),
    trusts: ['west-herts-royal-free', 'kings-guys', 'st-georges', 'kingston', 'southampton', 'derby-burton'],
    record: 'past',
    toldTests: ['diabetes'],
  },
];
