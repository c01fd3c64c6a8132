import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerChallenge, type Bed, challengeFor, openAccountOf, otherThan, startBed } from '../testing/bed.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const day = 24 * 60 * 60_000;
const wayOf = ({ mobile, birthDate }: { mobile: string; birthDate: string }) => ({ mobile, birthDate });

/** One request with many guesses, under aliases. */
function guessMany(challenge: string, codes: readonly string[]) {
  const guesses = codes.map(
    (code, index) =>
      `g${index}: signIn(input: { challenge: "${challenge}", code: "${code}", delivery: BEARER }) { session userErrors { code } }`,
  );
  return bed.ask(`mutation { ${guesses.join('\n')} }`);
}

/** A stranger guesses wrong, five times at each challenge. */
async function guessWrong(way: { mobile: string; birthDate: string }, times: number) {
  for (let guessed = 0; guessed < times; guessed += 5) {
    const challenge = await challengeFor(bed, way);
    const code = await bed.codeFor(way.mobile);
    for (let index = 0; index < 5; index += 1) await answerChallenge(bed, challenge, otherThan(code));
  }
}

describe('guesses', () => {
  it('U6 a hundred aliased guesses in one request fail, the right code among them', async () => {
    const { patient } = await openAccountOf(bed);
    const challenge = await challengeFor(bed, wayOf(patient));
    const code = await bed.codeFor(patient.mobile);
    const codes = Array.from({ length: 100 }, (_, index) => (index === 50 ? code : otherThan(code)));
    const { data } = await guessMany(challenge, codes);
    const answers = Object.values(data as Record<string, object>);
    expect(answers).toEqual(Array(100).fill({ session: null, userErrors: [{ code: 'CODE_WRONG' }] }));
    expect(await bed.sql('select tries from challenge where id = $1', [challenge])).toEqual([{ tries: 5 }]);
    expect(await answerChallenge(bed, challenge, code)).toBe('CODE_WRONG');
  });

  it('U6 guesses in many requests at once are counted one by one', async () => {
    const { patient } = await openAccountOf(bed);
    const challenge = await challengeFor(bed, wayOf(patient));
    const wrong = otherThan(await bed.codeFor(patient.mobile));
    await Promise.all(Array.from({ length: 40 }, () => answerChallenge(bed, challenge, wrong)));
    expect(await bed.sql('select tries from challenge where id = $1', [challenge])).toEqual([{ tries: 5 }]);
  });

  it('the fifth guess may still be the right one', async () => {
    const { patient } = await openAccountOf(bed);
    const challenge = await challengeFor(bed, wayOf(patient));
    const code = await bed.codeFor(patient.mobile);
    for (let index = 0; index < 4; index += 1) await answerChallenge(bed, challenge, otherThan(code));
    expect(await answerChallenge(bed, challenge, code)).toHaveLength(43);
  });

  it('wrong guesses pile up against the account, over its challenges, and leave each further one a single try', async () => {
    const { patient } = await openAccountOf(bed);
    await guessWrong(wayOf(patient), 20);
    const challenge = await challengeFor(bed, wayOf(patient));
    const code = await bed.codeFor(patient.mobile);
    expect(await answerChallenge(bed, challenge, otherThan(code))).toBe('CODE_WRONG');
    expect(await answerChallenge(bed, challenge, code)).toBe('CODE_WRONG');
  });

  it('guesses at different challenges of one account wait for each other, so that none gets past the pile', async () => {
    const { patient } = await openAccountOf(bed);
    const challenges = [await challengeFor(bed, wayOf(patient)), await challengeFor(bed, wayOf(patient))];
    await bed.inbox();
    const holder = new Client({ connectionString: bed.database.adminUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query(
      'select pg_advisory_xact_lock(hashtextextended(account_id::text, 1)) from link where record_id = $1',
      [patient.record],
    );
    const guesses = Promise.all(challenges.map((challenge) => answerChallenge(bed, challenge, 'wrong')));
    const waiting = 'select count(*)::integer from pg_locks where locktype = $1 and not granted and database = $2';
    const [{ oid } = { oid: 0 }] = await bed.sql('select oid from pg_database where datname = current_database()');
    await vi.waitFor(async () => expect(await bed.sql(waiting, ['advisory', oid])).toEqual([{ count: 2 }]));
    await holder.end();
    expect(await guesses).toEqual(['CODE_WRONG', 'CODE_WRONG']);
  });

  it('a stranger’s wrong guesses never lock the owner out: the owner’s first right guess always works', async () => {
    const { patient } = await openAccountOf(bed);
    await guessWrong(wayOf(patient), 45);
    const challenge = await challengeFor(bed, wayOf(patient));
    expect(await answerChallenge(bed, challenge, await bed.codeFor(patient.mobile))).toHaveLength(43);
  });

  it('wrong guesses are forgotten after a day', async () => {
    const { patient } = await openAccountOf(bed);
    await guessWrong(wayOf(patient), 20);
    bed.advance(day);
    const challenge = await challengeFor(bed, wayOf(patient));
    const code = await bed.codeFor(patient.mobile);
    await answerChallenge(bed, challenge, otherThan(code));
    expect(await answerChallenge(bed, challenge, code)).toHaveLength(43);
  });

  it('what is not the id of a challenge is a wrong code', async () => {
    expect(await answerChallenge(bed, "'; drop table account; --", '123456')).toBe('CODE_WRONG');
    expect(await answerChallenge(bed, crypto.randomUUID(), '123456')).toBe('CODE_WRONG');
  });
});
