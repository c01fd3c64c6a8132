import { dayInLondon, trusts } from '@crosstrust/contract';
import type { Person, Proof } from '@crosstrust/stack';
import { beforeAll, expect, it } from 'vitest';
import { admit, nhsNumberOf } from './testing/admit.ts';
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

/** Two people of a trust who are not among the samples: one is just old enough, the other is not by a day. */
async function admitBoth(trust: string, years: number): Promise<readonly [Person, Person]> {
  const index = trusts.findIndex(({ key }) => key === trust);
  const make = (day: 'today' | 'tomorrow', n: number): Person => ({
    ...system.person('nothing-yet'),
    key: `${day} ${trust}`,
    nhsNumber: nhsNumberOf(n),
    birthDate: bornOn(years, day),
    mobile: `07700 900${700 + n}`,
    email: `born.${day}.${trust}@example.org`,
    trusts: [trust],
    record: 'full',
  });
  const people = [make('today', 2 * index), make('tomorrow', 2 * index + 1)] as const;
  await admit(system, trust, people);
  return people;
}

/** An invitation that the trust's staff make. */
const inviteAt = async (trust: string, { nhsNumber }: Person): Promise<Proof> => {
  const printed = await system.tool('staff', ['--trust', trust, 'invite', nhsNumber, '--json']);
  const { codes } = JSON.parse(printed) as { codes: [string, string] };
  return { codes };
};

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
    const [old, young] = await admitBoth(trust, years);
    const open = ({ nhsNumber, birthDate, mobile, email }: Person, proof?: Proof) =>
      system.portal.openAccount(trust, { nhsNumber, birthDate, mobile, email }, system.inbox, proof);
    // where people register with a letter alone, none goes to who is too young
    const isInvited = trust === 'derby-burton';
    if (isInvited) await expect(inviteAt(trust, young)).rejects.toThrow(`younger than ${years}`);
    else await expect(open(young)).rejects.toThrow('AGE_BLOCKED');
    const session = await open(old, isInvited ? await inviteAt(trust, old) : undefined);
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
