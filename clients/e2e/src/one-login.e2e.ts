import { beforeAll, expect, it } from 'vitest';
import { openSystem, type System } from './testing/system.ts';

const page = `{
  me {
    name
    records {
      trust { key }
      appointments(first: 2) { totalCount nodes { startsAt source { key } } }
      letters(first: 2) { totalCount }
      testResults(first: 2) { totalCount }
      dischargeSummaries(first: 2) { totalCount }
    }
  }
}`;
type Page = {
  me: { name: string; records: { trust: { key: string }; appointments: { totalCount: number } | null }[] } | null;
};

let system: System;
beforeAll(async () => {
  system = await openSystem();
});

it('U5 U6 shows the records of four trusts in one query after one sign-in by mobile, birth date and a code', async () => {
  const { mobile, birthDate, given, family, trusts } = system.person('four-trusts');
  const session = await system.portal.signIn({ mobile }, birthDate, system.inbox);
  const { data, errors } = await system.portal.ask(page, { session });
  expect(errors).toBeUndefined();
  const { me } = data as Page;
  expect(me?.name).toBe(`${given} ${family}`);
  expect(me?.records.map(({ trust }) => trust.key).toSorted()).toEqual([...trusts].sort());
  expect(me?.records.every(({ appointments }) => (appointments?.totalCount ?? 0) > 0)).toBe(true);
});

it('K13 W1 links a 17-year-old at Kingston and refuses them at West Herts', async () => {
  const session = await system.signIn('seventeen');
  const { data } = await system.portal.ask('{ me { records { trust { key } } trusts { trust { key } state } } }', {
    session,
  });
  expect(data).toMatchObject({ me: { records: [{ trust: { key: 'kingston' } }] } });
  await expect(system.portal.linkTrust('west-herts-royal-free', session)).rejects.toThrow('AGE_BLOCKED');
});

it('K13 refuses an account on the day before the 16th birthday', async () => {
  const { nhsNumber, birthDate, mobile, email } = system.person('sixteen-tomorrow');
  const opening = system.portal.openAccount('kingston', { nhsNumber, birthDate, mobile, email }, system.inbox);
  await expect(opening).rejects.toThrow('AGE_BLOCKED');
});

it.each(['stop', 'pause'] as const)(
  'answers within 1.5 s and without that trust’s fields when a trust’s service is under "%s"',
  async (act) => {
    const session = await system.signIn('four-trusts');
    await system.portal.ask(page, { session });
    await system.act('st-georges', act);
    try {
      const began = performance.now();
      const { data, errors } = await system.portal.ask(page, { session });
      expect(performance.now() - began).toBeLessThan(1_600);
      const missing = (data as Page).me?.records.filter(({ appointments }) => appointments === null);
      expect(missing?.map(({ trust }) => trust.key)).toEqual(['st-georges']);
      expect(new Set(errors?.map(({ extensions }) => extensions.trust))).toEqual(new Set(['st-georges']));
    } finally {
      await system.act('st-georges', act === 'stop' ? 'start' : 'resume');
    }
  },
);

it('writes nothing of a patient into any log', async () => {
  const logs = Object.values(await system.logs()).join('\n');
  expect(logs.length).toBeGreaterThan(1_000);
  const personal = system.people.flatMap(({ nhsNumber, email, mobile, family, birthDate }) => [
    nhsNumber,
    email,
    mobile,
    mobile.replace(/\s/g, '').slice(1),
    family,
    birthDate,
  ]);
  expect(personal.filter((detail) => logs.includes(detail))).toEqual([]);
});
