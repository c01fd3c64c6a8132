import { randomUUID } from 'node:crypto';
import { errorRegistry } from '@crosstrust/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { first } from './testing/expected.ts';
import { type SecondGateway, startSecondGateway } from './testing/second-gateway.ts';
import { openSystem, type System } from './testing/system.ts';

let system: System;
let second: SecondGateway;
beforeAll(async () => {
  system = await openSystem();
  second = await startSecondGateway(system.urls);
});
afterAll(() => second.stop());

/** A patient of both, who registers again in the end. */
const person = 'mother';
const [left, kept] = ['kingston', 'st-georges'] as const;

const leave = `mutation ($input: LeaveTrustInput!) { leaveTrust(input: $input) { me { records { trust { key } } } userErrors { code field } } }`;
const remove = `mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { deleted userErrors { code field } } }`;
const deletion = '{ me { deletion { consequences trusts { trust { key } words stopTexts } } } }';
const records = '{ me { records { id trust { key } letters(first: 1) { totalCount } } } }';
const ended = {
  data: { me: null },
  errors: [{ message: errorRegistry.SESSION_ENDED.message, path: ['me'], extensions: { code: 'SESSION_ENDED' } }],
};

interface Shown {
  id: string;
  trust: { key: string };
  letters: { totalCount: number };
}
const shown = async (session: string) => {
  const { data, errors } = await system.portal.ask(records, { session });
  expect(errors).toBeUndefined();
  return (data as { me: { records: Shown[] } }).me.records.toSorted((a, b) => a.trust.key.localeCompare(b.trust.key));
};
/** The rows of a trust's database that belong to a record, by their table. */
const rowsOf = async (trust: string, record: string, ...tables: string[]): Promise<Record<string, unknown>[]> =>
  ((await system.dump())[trust.replaceAll('-', '_')] ?? expect.fail('no such database')).flatMap(({ table, row }) =>
    tables.includes(table) && row.includes(record) ? [{ table, ...(JSON.parse(row) as Record<string, unknown>) }] : [],
  );
/** What the trust itself holds of the patient's care. */
const careOf = (trust: string, record: string) => rowsOf(trust, record, 'record', 'item', 'document', 'record_lookup');
const registrationOf = async (trust: string, record: string) =>
  (await rowsOf(trust, record, 'registration'))[0]?.['state'];
const signIn = () => {
  const { mobile, birthDate } = system.person(person);
  return system.portal.signIn({ mobile }, birthDate, system.inbox);
};

describe('leaving one trust', () => {
  it('K9 K10 K11 is done at once while the trust is away; it hears after its start, stops texts and owes the closing one', async () => {
    const session = await signIn();
    const { id } = (await shown(session)).find(({ trust }) => trust.key === left) ?? expect.fail('not linked');
    const before = await careOf(left, id);
    await expect.poll(() => registrationOf(left, id), { timeout: 20_000 }).toBe('registered');
    await system.act(left, 'stop');
    try {
      const input = { trust: left, stopTexts: true, idempotencyKey: randomUUID() };
      expect(await system.portal.ask(leave, { session, variables: { input } })).toEqual({
        data: { leaveTrust: { me: { records: [{ trust: { key: kept } }] }, userErrors: [] } },
      });
      for (const { portal } of [system, second])
        expect(await portal.ask('{ me { records { trust { key } } } }', { session })).toEqual({
          data: { me: { records: [{ trust: { key: kept } }] } },
        });
      expect(await registrationOf(left, id)).toBe('registered');
    } finally {
      await system.act(left, 'start');
    }
    await expect.poll(() => registrationOf(left, id), { timeout: 60_000, interval: 1_000 }).toBe('left');
    expect(await rowsOf(left, id, 'preference')).toEqual([expect.objectContaining({ record_id: id, texts: false })]);
    expect(await rowsOf(left, id, 'outbox')).toContainEqual(expect.objectContaining({ kind: 'closing-text' }));
    expect(await careOf(left, id)).toEqual(before);
    const refused = await system.portal.ask(`{ kingstonRecord(id: "${id}") { id } }`, { session });
    expect(refused.errors?.map(({ extensions }) => extensions.code)).toEqual(['NOT_YOURS']);
    await system.portal.linkTrust(left, session);
    await expect.poll(() => registrationOf(left, id), { timeout: 20_000 }).toBe('registered');
    // linking again is no wish for texts
    expect(await rowsOf(left, id, 'preference')).toEqual([expect.objectContaining({ texts: false })]);
  }, 120_000);
});

describe('deleting the account', () => {
  it('K9 K10 ends both gateways’ next request and tells every trust; K1 its records stay, and registering again shows them', async () => {
    const session = await signIn();
    const other = await system.signIn(person);
    const before = await shown(session);
    const care = await Promise.all(before.map(({ id, trust }) => careOf(trust.key, id)));
    const { data } = await system.portal.ask(deletion, { session });
    const told = (
      data as { me: { deletion: { consequences: string[]; trusts: { trust: { key: string }; stopTexts: string }[] } } }
    ).me.deletion;
    expect(told.consequences.length).toBeGreaterThan(3);
    expect(told.trusts.map(({ trust }) => trust.key).toSorted()).toEqual([left, kept].toSorted());
    expect(told.trusts.find(({ trust }) => trust.key === left)?.stopTexts).toMatch(
      /No more text reminders.*come by post/,
    );

    const trusts = [left, kept].map((trust) => ({ trust, stopTexts: false }));
    const input = { trusts, idempotencyKey: randomUUID() };
    const done = { data: { deleteAccount: { deleted: true, userErrors: [] } } };
    expect(await system.portal.ask(remove, { session, variables: { input } })).toEqual(done);
    for (const { portal } of [second, system])
      for (const dead of [session, other]) expect(await portal.ask('{ me { id } }', { session: dead })).toEqual(ended);
    // a client that lost the answer asks again, with the session that is no more
    expect(await second.portal.ask(remove, { session, variables: { input } })).toEqual(done);
    const { email } = system.person(person);
    const messages = (await system.inbox.read()).filter(({ to }) => to === email);
    expect(first(messages).text).toMatch(/has been deleted.*register again/);

    for (const [index, { id, trust }] of before.entries()) {
      await expect.poll(() => registrationOf(trust.key, id), { timeout: 30_000 }).toBe('left');
      expect(care[index]?.length).toBeGreaterThan(2);
      expect(await careOf(trust.key, id)).toEqual(care[index]);
    }
    const { nhsNumber, birthDate, mobile } = system.person(person);
    const again = await system.portal.openAccount(kept, { nhsNumber, birthDate, mobile, email }, system.inbox);
    await system.portal.linkTrust(left, again);
    expect(await shown(again)).toEqual(before);
    await system.portal.verifyEmail(email, again, system.inbox);
  }, 120_000);

  it('D19 says at Derby & Burton that deregistering is done by phone as well', async () => {
    const { data } = await system.portal.ask(deletion, { session: await system.signIn('derby-burton') });
    expect(data).toMatchObject({
      me: {
        deletion: { trusts: [{ trust: { key: 'derby-burton' }, words: expect.stringContaining('01332 783474') }] },
      },
    });
  });
});
