import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerChallenge,
  type Bed,
  challengeFor,
  openAccountOf,
  otherThan,
  requestCodeMutation,
  signInMutation,
  startBed,
} from '../testing/bed.ts';
import { makePatient } from '../testing/people.ts';
import { statementsOf } from '../testing/statements.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const wayOf = ({ mobile, birthDate }: { mobile: string; birthDate: string }) => ({ mobile, birthDate });

describe('signing in', () => {
  it('U4 U5 U6 by mobile with the date of birth, as people write the number, and a code by text', async () => {
    const { patient } = await openAccountOf(bed);
    const written = patient.mobile.replace('+447700', '07700 ');
    const challenge = await challengeFor(bed, { mobile: written, birthDate: patient.birthDate });
    const [message] = await bed.inbox();
    expect(message).toMatchObject({ channel: 'mobile', to: patient.mobile, time: bed.clock().toISOString() });
    const answer = await bed.ask(signInMutation, {
      input: { challenge, code: await bed.codeFor(patient.mobile), delivery: 'BEARER' },
    });
    expect(answer).toEqual({
      status: 200,
      handed: null,
      data: { signIn: { session: expect.stringMatching(/^[\w-]{43}$/), me: { name: patient.name }, userErrors: [] } },
    });
  });

  it('U4 U5 U6 by email with the date of birth, and a code by email', async () => {
    const { patient } = await openAccountOf(bed);
    const challenge = await challengeFor(bed, { email: patient.email.toUpperCase(), birthDate: patient.birthDate });
    expect((await bed.inbox())[0]).toMatchObject({ channel: 'email', to: patient.email });
    expect(await answerChallenge(bed, challenge, await bed.codeFor(patient.email))).toHaveLength(43);
  });

  it('hands the session to the gateway, and not to the page, when it goes into a cookie', async () => {
    const { patient } = await openAccountOf(bed);
    const challenge = await challengeFor(bed, wayOf(patient));
    const answer = await bed.ask(signInMutation, {
      input: { challenge, code: await bed.codeFor(patient.mobile), delivery: 'COOKIE' },
    });
    expect(answer.data.signIn.session).toBeNull();
    expect(await bed.check(answer.handed ?? '')).toHaveProperty('fresh');
  });

  it('U5 asks for the date of birth that goes with the mobile', async () => {
    const { patient } = await openAccountOf(bed);
    await challengeFor(bed, { mobile: patient.mobile, birthDate: '1980-04-06' });
    const texts = (await bed.inbox()).filter(({ to }) => to === patient.mobile);
    expect(texts).toHaveLength(1);
  });

  it('tells which field is not a mobile, an email or a day on which somebody was born', async () => {
    const wrong = async (input: object) =>
      (await bed.ask(requestCodeMutation, { input })).data.requestCode.userErrors.map(
        ({ field }: { field: string }) => field,
      );
    expect(await wrong({ mobile: '12', birthDate: '1980-04-05' })).toEqual(['mobile']);
    expect(await wrong({ birthDate: '1980-04-05' })).toEqual(['mobile']);
    expect(await wrong({ email: 'nobody', birthDate: '1980-04-05' })).toEqual(['email']);
    expect(await wrong({ mobile: '07700900123', birthDate: '2025-06-03' })).toEqual(['birthDate']);
  });
});

describe('the code', () => {
  it('U6 works until two minutes have passed, and not then', async () => {
    const { patient } = await openAccountOf(bed);
    const inTime = await challengeFor(bed, wayOf(patient));
    const codeInTime = await bed.codeFor(patient.mobile);
    bed.advance(119_999);
    expect(await answerChallenge(bed, inTime, codeInTime)).toHaveLength(43);

    const tooLate = await challengeFor(bed, wayOf(patient));
    const codeTooLate = await bed.codeFor(patient.mobile);
    bed.advance(120_000);
    expect(await answerChallenge(bed, tooLate, codeTooLate)).toBe('CODE_WRONG');
  });

  it('U6 is not sent when the worker comes to it too late', async () => {
    const { patient } = await openAccountOf(bed);
    const before = (await bed.inbox()).length;
    await bed.sql(
      `create function hold() returns trigger language plpgsql as $$ begin new.not_before = new.not_before + interval '2 minutes'; return new; end $$`,
    );
    await bed.sql('create trigger hold before insert on outbox for each row execute function hold()');
    await challengeFor(bed, wayOf(patient));
    await bed.sql('drop trigger hold on outbox');
    bed.advance(120_000);
    expect(await bed.inbox()).toHaveLength(before);
    expect(await bed.sql('select * from outbox')).toEqual([]);
  });

  it('works once', async () => {
    const { patient } = await openAccountOf(bed);
    const challenge = await challengeFor(bed, wayOf(patient));
    const code = await bed.codeFor(patient.mobile);
    const answers = await Promise.all([answerChallenge(bed, challenge, code), answerChallenge(bed, challenge, code)]);
    expect(answers.filter((answer) => answer === 'CODE_WRONG')).toHaveLength(1);
    expect(await answerChallenge(bed, challenge, code)).toBe('CODE_WRONG');
  });

  it('works for the challenge that it was sent for, and for no other of the same person', async () => {
    const { patient } = await openAccountOf(bed);
    const first = await challengeFor(bed, wayOf(patient));
    const code = await bed.codeFor(patient.mobile);
    const second = await challengeFor(bed, wayOf(patient));
    const secondCode = await bed.codeFor(patient.mobile);
    expect(secondCode === code ? 'CODE_WRONG' : await answerChallenge(bed, second, code)).toBe('CODE_WRONG');
    expect(await answerChallenge(bed, first, code)).toHaveLength(43);
  });

  it('is kept as a keyed hash only', async () => {
    const { patient } = await openAccountOf(bed);
    const challenge = await challengeFor(bed, wayOf(patient));
    const code = await bed.codeFor(patient.mobile);
    const [row] = await bed.sql('select row_to_json(challenge)::text as text from challenge where id = $1', [
      challenge,
    ]);
    expect(row?.['text']).not.toContain(Buffer.from(code).toString('hex'));
    expect(row?.['text']).not.toContain(`"${code}"`);
  });
});

describe('who has an account is told to nobody', () => {
  const shape = (answer: object) =>
    JSON.parse(JSON.stringify(answer).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'a-challenge')) as object;

  it('answers the same, whole, to a known person, an unknown one and twins, at the same fixed time', async () => {
    const { patient } = await openAccountOf(bed);
    const twin = await openAccountOf(bed);
    await openAccountOf(bed, { mobile: twin.patient.mobile, birthDate: twin.patient.birthDate });
    bed.waits.length = 0;
    const answers = [];
    for (const person of [patient, makePatient(), twin.patient])
      answers.push(shape(await bed.ask(requestCodeMutation, { input: wayOf(person) })));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(bed.waits).toEqual([150, 150, 150]);
  });

  it('does the same work in the database for both, and looks nobody up before the answer', async () => {
    const { patient } = await openAccountOf(bed);
    const known = await statementsOf(bed, () => challengeFor(bed, wayOf(patient)));
    const unknown = await statementsOf(bed, () => challengeFor(bed, wayOf(makePatient())));
    expect(unknown).toEqual(known);
    expect(known.map((text) => text.trim().split(/ \(| values/)[0])).toEqual([
      'insert into "address_try"',
      'begin',
      'insert into "outbox"',
      'insert into "challenge"',
      'commit',
    ]);
  });

  it('judges a wrong code in the same way, whole, with the same work', async () => {
    const { patient } = await openAccountOf(bed);
    const known = await challengeFor(bed, wayOf(patient));
    const code = await bed.codeFor(patient.mobile);
    const unknown = await challengeFor(bed, wayOf(makePatient()));
    await bed.inbox();
    const guess = (challenge: string) =>
      bed.ask(signInMutation, {
        input: { challenge, code: code === '000000' ? '000001' : '000000', delivery: 'COOKIE' },
      });
    const answers: object[] = [];
    const ofKnown = await statementsOf(bed, async () => void answers.push(await guess(known)));
    const ofUnknown = await statementsOf(bed, async () => void answers.push(await guess(unknown)));
    expect(answers[0]).toEqual(answers[1]);
    expect(ofUnknown).toEqual(ofKnown);
    expect(ofKnown.filter((text) => text.startsWith('insert into "wrong_guess"'))).toHaveLength(1);
  });

  it('judges every guess with the same work, however much has piled up against the person, at the same fixed time', async () => {
    const { patient } = await openAccountOf(bed);
    const [{ id } = { id: '' }] = await bed.sql('select account_id as id from link where record_id = $1', [
      patient.record,
    ]);
    await bed.sql('insert into wrong_guess select gen_random_uuid(), $1, $2 from generate_series(1, 20)', [
      id,
      bed.clock(),
    ]);
    const known = await challengeFor(bed, wayOf(patient));
    const code = await bed.codeFor(patient.mobile);
    const unknown = await challengeFor(bed, wayOf(makePatient()));
    await bed.inbox();
    const work = (challenge: string) => statementsOf(bed, () => answerChallenge(bed, challenge, otherThan(code)));
    bed.waits.length = 0;
    for (let guess = 1; guess <= 7; guess += 1) expect(await work(known)).toEqual(await work(unknown));
    expect(await answerChallenge(bed, crypto.randomUUID(), code)).toBe('CODE_WRONG');
    expect(await answerChallenge(bed, 'nonsense', code)).toBe('CODE_WRONG');
    expect(bed.waits).toEqual(Array(16).fill(150));
  });

  it('twins on one mobile sign in by their email addresses', async () => {
    const { patient: first } = await openAccountOf(bed);
    const { patient: second } = await openAccountOf(bed, { mobile: first.mobile });
    const before = (await bed.inbox()).length;
    await challengeFor(bed, wayOf(first));
    expect(await bed.inbox()).toHaveLength(before);
    const challenge = await challengeFor(bed, { email: second.email, birthDate: second.birthDate });
    const answer = await bed.ask(signInMutation, {
      input: { challenge, code: await bed.codeFor(second.email), delivery: 'BEARER' },
    });
    expect(answer.data.signIn.me).toEqual({ name: second.name });
  });

  it('a family shares a mobile: who signs in is told apart by the date of birth', async () => {
    const { patient: parent } = await openAccountOf(bed, { birthDate: '1975-01-31' });
    const { patient: child } = await openAccountOf(bed, { mobile: parent.mobile, birthDate: '2008-02-29' });
    const challenge = await challengeFor(bed, wayOf(child));
    const answer = await bed.ask(signInMutation, {
      input: { challenge, code: await bed.codeFor(child.mobile), delivery: 'BEARER' },
    });
    expect(answer.data.signIn.me).toEqual({ name: child.name });
  });
});
