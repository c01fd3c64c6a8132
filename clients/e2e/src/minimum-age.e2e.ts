import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayInLondon, nhsCheckDigit, trusts } from '@crosstrust/contract';
import { type Person, sampleBundle } from '@crosstrust/stack';
import { beforeAll, expect, it } from 'vitest';
import { openSystem, type System } from './testing/system.ts';

let system: System;
beforeAll(async () => {
  system = await openSystem();
});

/** Whose birthday so many years ago was today, or will be tomorrow. */
function bornOn(years: number, day: 'today' | 'tomorrow'): string {
  const birthday = dayInLondon(new Date(Date.now() + (day === 'today' ? 0 : 86_400_000)));
  const born = `${Number(birthday.slice(0, 4)) - years}${birthday.slice(4)}`;
  const exists = !Number.isNaN(Date.parse(born)) && new Date(born).toISOString().startsWith(born);
  return exists ? born : born.replace('-02-29', day === 'today' ? '-02-28' : '-03-01');
}

/** A made-up NHS number that no sample person has. */
function nhsNumberOf(n: number): string {
  for (let digits = 999_100_000 + 50 * n; ; digits += 1) {
    const check = nhsCheckDigit(String(digits));
    if (check !== null) return `${digits}${check}`;
  }
}

/** Two people of a trust who are not among the samples: one is just old enough, the other is not by a day. */
async function admit(trust: string, years: number): Promise<readonly [Person, Person]> {
  const folder = await mkdtemp(join(tmpdir(), 'crosstrust-e2e-'));
  const index = trusts.findIndex(({ key }) => key === trust);
  const make = (day: 'today' | 'tomorrow', n: number): Person => ({
    ...system.person('nothing-yet'),
    key: `${day} ${trust}`,
    nhsNumber: nhsNumberOf(n),
    birthDate: bornOn(years, day),
    mobile: `07700 900${700 + n}`,
    email: `born.${day}.${trust}@example.org`,
    trusts: [trust],
    record: 'empty',
  });
  const people = [make('today', 2 * index), make('tomorrow', 2 * index + 1)] as const;
  try {
    for (const [n, person] of people.entries()) {
      const life = JSON.stringify(sampleBundle(person, trust, new Date()));
      await writeFile(join(folder, `${n}.json`), life, { mode: 0o600 });
    }
    await system.tool('import', ['--trust', trust, '--data', folder]);
  } finally {
    await rm(folder, { recursive: true });
  }
  return people;
}

it.each([
  ['K13', 'kingston', 16],
  ['as K13 (assumed)', 'st-georges', 16],
  ['as K13 (assumed)', 'kings-guys', 16],
  ['W1', 'west-herts-royal-free', 18],
  ['as K13 (assumed)', 'southampton', 16],
  ['as K13 (assumed)', 'derby-burton', 16],
] as const)(
  '%s at %s opens on the birthday of %i, and not a day before',
  async (_rule, trust, years) => {
    const [old, young] = await admit(trust, years);
    const open = ({ nhsNumber, birthDate, mobile, email }: Person) =>
      system.portal.openAccount(trust, { nhsNumber, birthDate, mobile, email }, system.inbox);
    await expect(open(young)).rejects.toThrow('AGE_BLOCKED');
    const session = await open(old);
    const { data, errors } = await system.portal.ask(
      '{ me { records { trust { key } } trusts { trust { key } state minimumAge } } }',
      { session },
    );
    expect([errors, data]).toEqual([
      undefined,
      {
        me: {
          records: [{ trust: { key: trust } }],
          trusts: expect.arrayContaining([{ trust: { key: trust }, state: 'LINKED', minimumAge: years }]),
        },
      },
    ]);
  },
  60_000,
);
