import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerChallenge,
  type Bed,
  challengeFor,
  openAccountMutation,
  openAccountOf,
  openInput,
  requestCodeMutation,
  startBed,
} from '../testing/bed.ts';
import { makePatient } from '../testing/people.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const hour = 60 * 60_000;
const wayOf = ({ mobile, birthDate }: { mobile: string; birthDate: string }) => ({ mobile, birthDate });
const sentTo = async (address: string) => (await bed.inbox()).filter(({ to }) => to === address).length;
const times = <Value>(count: number, ask: () => Promise<Value>) => Promise.all(Array.from({ length: count }, ask));

describe('codes to one account', () => {
  it('are ten an hour each way, however many are asked for at once, and the rest can be guessed by nobody', async () => {
    const { patient } = await openAccountOf(bed);
    const before = await sentTo(patient.mobile);
    const challenges = await times(60, () => challengeFor(bed, wayOf(patient)));
    expect((await sentTo(patient.mobile)) - before).toBe(10);
    expect(
      await bed.sql(
        'select count(*)::integer as posed, count(account_id)::integer as bound from challenge where id = any($1)',
        [challenges],
      ),
    ).toEqual([{ posed: 60, bound: 10 }]);
  });

  it('and past them the answer and its time stay what they were', async () => {
    const { patient } = await openAccountOf(bed);
    const ask = async () => {
      const { data } = await bed.ask(requestCodeMutation, { input: wayOf(patient) });
      return { ...data.requestCode, challenge: typeof data.requestCode.challenge };
    };
    bed.waits.length = 0;
    const answers = await times(12, ask);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(bed.waits).toEqual(Array(12).fill(150));
  });

  it('leave the owner who is flooded one way the code they have, the other way, and the next hour', async () => {
    const { patient } = await openAccountOf(bed);
    const early = await challengeFor(bed, wayOf(patient));
    const code = await bed.codeFor(patient.mobile);
    await times(20, () => challengeFor(bed, wayOf(patient)));
    await bed.inbox();
    expect(await answerChallenge(bed, early, code)).toHaveLength(43);
    const byEmail = await challengeFor(bed, { email: patient.email, birthDate: patient.birthDate });
    expect(await answerChallenge(bed, byEmail, await bed.codeFor(patient.email))).toHaveLength(43);

    bed.advance(hour - 1);
    const before = await sentTo(patient.mobile);
    await challengeFor(bed, wayOf(patient));
    expect(await sentTo(patient.mobile)).toBe(before);
    bed.advance(1);
    const later = await challengeFor(bed, wayOf(patient));
    expect(await answerChallenge(bed, later, await bed.codeFor(patient.mobile))).toHaveLength(43);
  });
});

describe('codes that open an account', () => {
  it('are ten an hour for one mobile; past them nothing is sent, and nothing is there to guess at', async () => {
    const patient = bed.kingston.hold(makePatient());
    const open = async (of = patient) =>
      (await bed.ask(openAccountMutation, { input: openInput(of) })).data.openAccount;
    await times(10, open);
    const posed = await bed.sql('select id from challenge');
    expect(await open()).toEqual({
      challenge: null,
      expiresAt: null,
      userErrors: [{ code: 'TOO_MANY_REQUESTS', field: null }],
    });
    expect(await sentTo(patient.mobile)).toBe(10);
    expect(await bed.sql('select id from challenge')).toEqual(posed);

    expect((await open(bed.kingston.hold(makePatient()))).userErrors).toEqual([]);
    bed.advance(hour);
    expect((await open()).userErrors).toEqual([]);
  });

  it('and no more often is a person told that an email is taken', async () => {
    const { patient: other } = await openAccountOf(bed);
    const patient = bed.westHerts.hold(makePatient({ email: other.email }));
    const input = () => openInput(patient, bed.westHerts.key);
    const answers = [];
    for (let asked = 0; asked < 11; asked += 1)
      answers.push((await bed.ask(openAccountMutation, { input: input() })).data.openAccount.userErrors[0].code);
    expect(answers).toEqual([...Array(10).fill('EMAIL_TAKEN'), 'TOO_MANY_REQUESTS']);
  });
});
