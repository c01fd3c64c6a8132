import { createLog, createVault, keyRing } from '@crosstrust/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open-database.ts';
import {
  answerChallenge,
  type Bed,
  challengeFor,
  openAccountMutation,
  openAccountOf,
  openInput,
  startBed,
} from '../testing/bed.ts';
import { appShows, openHolder } from '../testing/held-factors.ts';
import { makeRingKey } from '../testing/keys.ts';
import { enterByPasskey, openOwner } from '../testing/passkeys.ts';
import { makePatient } from '../testing/people.ts';
import { rotateKeys } from './rotate-keys.ts';

let bed: Bed;
const oldKeys = { DATA_KEYS: makeRingKey('old'), LOOKUP_KEYS: makeRingKey('old') };
const newKeys = { DATA_KEYS: makeRingKey('new'), LOOKUP_KEYS: makeRingKey('new') };
const bothKeys = {
  DATA_KEYS: `${newKeys.DATA_KEYS},${oldKeys.DATA_KEYS}`,
  LOOKUP_KEYS: `${newKeys.LOOKUP_KEYS},${oldKeys.LOOKUP_KEYS}`,
};
beforeAll(async () => {
  bed = await startBed();
  await bed.restart(oldKeys);
});
afterAll(() => bed.close());

const canSignIn = async ({ mobile, birthDate }: { mobile: string; birthDate: string }) => {
  const challenge = await challengeFor(bed, { mobile, birthDate });
  return (await answerChallenge(bed, challenge, await bed.codeFor(mobile))).length === 43;
};
const rotate = async () => {
  const log = createLog('accounts', 'silent');
  const database = await openDatabase(bed.database.appUrl, log);
  return rotateKeys(
    database,
    createVault(keyRing.parse(bothKeys.DATA_KEYS), keyRing.parse(bothKeys.LOOKUP_KEYS)),
    log,
  ).finally(database.close);
};

describe('rotating both key rings', () => {
  it('finds and opens what the old keys made, moves it to the new ones, and then needs the new ones alone', async () => {
    const { patient: early, session } = await openAccountOf(bed);
    const subject = await bed.sql('select subject from link where record_id = $1', [early.record]);
    const { session: unverified } = await openAccountOf(bed, {}, bed.westHerts);
    const feedInput = { input: { name: 'My phone', idempotencyKey: crypto.randomUUID() } };
    const makeFeed =
      'mutation ($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { feed { id } } }';
    await bed.ask(makeFeed, feedInput, await bed.tokenOf(session));
    const owner = await openOwner(bed);
    const device = await owner.device();
    const holder = await openHolder(bed);
    const [app, [recoveryCode = '']] = [await holder.setUp(), await holder.makeCodes()];
    const input = openInput(bed.kingston.hold(makePatient()));
    const opened = await bed.ask(openAccountMutation, { input });

    await bed.restart(bothKeys);
    expect(await canSignIn(early)).toBe(true);
    const { patient: late } = await openAccountOf(bed);
    const sameEmail = bed.kingston.hold(makePatient({ email: early.email }));
    expect((await bed.ask(openAccountMutation, { input: openInput(sameEmail) })).data.openAccount.userErrors).toEqual([
      { code: 'EMAIL_TAKEN', field: 'email' },
    ]);

    expect(await rotate()).toBeGreaterThan(3);
    expect(await rotate()).toBe(0);

    await bed.restart(newKeys);
    expect(await canSignIn(early)).toBe(true);
    expect(await canSignIn(late)).toBe(true);
    expect((await bed.ask('{ me { name } }', {}, await bed.tokenOf(session))).data).toEqual({
      me: { name: early.name },
    });
    expect((await bed.ask('{ me { emailVerified } }', {}, await bed.tokenOf(unverified))).data).toEqual({
      me: { emailVerified: false },
    });
    expect(await enterByPasskey(bed, device)).toHaveProperty('userErrors', []);
    expect(await owner.passkeys()).toMatchObject([{ name: 'My phone' }]);
    expect(await holder.enter({ totp: appShows(bed, app) })).toHaveProperty('userErrors', []);
    expect(await holder.enter({ recoveryCode })).toHaveProperty('userErrors', []);
    const feeds = await bed.ask('{ me { calendarFeeds { name } } }', {}, await bed.tokenOf(session));
    expect(feeds.data).toEqual({ me: { calendarFeeds: [{ name: 'My phone' }] } });
    expect(await bed.ask(openAccountMutation, { input })).toEqual(opened);
    expect(await bed.inbox()).not.toEqual([]);
    expect(await bed.sql('select subject from link where record_id = $1', [early.record])).toEqual(subject);
  });
});
