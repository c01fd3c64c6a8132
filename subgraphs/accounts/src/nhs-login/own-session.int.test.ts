import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccountOf } from '../testing/bed.ts';
import {
  identityOf,
  identityOfPatient,
  type NhsLoginBed,
  refusal,
  startNhsLoginBed,
} from '../testing/nhs-login-visits.ts';

let own: NhsLoginBed;
beforeAll(async () => {
  own = await startNhsLoginBed();
});
afterAll(() => own.close());

const entered = { status: 200, body: { to: '/' }, session: expect.stringMatching(/^[\w-]{43}$/) };

describe('from one’s own session', () => {
  const unlink = (token: string, key: string = crypto.randomUUID()) =>
    own.bed.ask(
      'mutation ($key: String!) { unlinkNhsLogin(input: { idempotencyKey: $key }) { me { security { nhsLogin { linkedAt } } } userErrors { code } } }',
      { key },
      token,
    );

  it('NHS login is taken away, told, and does not come back by itself; its owner adds it again', async () => {
    const { patient } = await openAccountOf(own.bed);
    const identity = identityOfPatient(patient);
    const { session } = await own.enter(identity);
    const token = await own.bed.tokenOf(session ?? '');
    const answer = await unlink(token, 'unlink-once');
    expect(answer.data.unlinkNhsLogin).toEqual({ me: { security: { nhsLogin: null } }, userErrors: [] });
    expect(await unlink(token, 'unlink-once')).toEqual(answer);
    const told = (await own.bed.inbox()).filter(({ text }) => text.startsWith('NHS login can no longer'));
    expect(told.map(({ to }) => to).sort()).toEqual([patient.mobile, patient.email].sort());

    expect(await own.enter(identity)).toEqual(refusal('NHS_LOGIN_TAKEN_AWAY'));
    const again = await own.enter(identity, { link: true }, token);
    expect(again).toEqual(entered);
    expect(await own.enter(identity)).toEqual(entered);
  });

  it('only the owner’s identity is added', async () => {
    const { session } = await openAccountOf(own.bed);
    const token = await own.bed.tokenOf(session);
    const before = await own.counts();
    expect(await own.enter(identityOf(), { link: true }, token)).toEqual(refusal('NHS_LOGIN_MISMATCH'));
    const another = await openAccountOf(own.bed);
    expect(await own.enter(identityOfPatient(another.patient), { link: true }, token)).toEqual(
      refusal('NHS_LOGIN_MISMATCH'),
    );
    expect(await own.counts()).toMatchObject({ nhs_login: before['nhs_login'] });
  });

  it('an identity that has an account of its own is added to no other', async () => {
    const identity = identityOf();
    await own.enter(identity);
    const { patient, session } = await openAccountOf(own.bed);
    expect(await own.enter(identity, { link: true }, await own.bed.tokenOf(session))).toEqual(
      refusal('NHS_LOGIN_MISMATCH'),
    );
    const stolen = { ...identity, nhs_number: patient.nhsNumber, birthdate: patient.birthDate };
    expect(await own.enter(stolen, { link: true }, await own.bed.tokenOf(session))).toEqual(
      refusal('NHS_LOGIN_MISMATCH'),
    );
  });

  it('it is begun and finished by the same person, who has just proven themselves', async () => {
    expect(await own.begin({ link: true })).toEqual({ refused: 'UNAUTHENTICATED' });
    const { patient, session } = await openAccountOf(own.bed);
    const token = await own.bed.tokenOf(session);
    const { url, browser } = await own.begin({ link: true }, token);
    const another = await openAccountOf(own.bed);
    const back = await own.visit(url, identityOfPatient(patient));
    expect(await own.finish(back, browser, await own.bed.tokenOf(another.session))).toEqual(
      refusal('NHS_LOGIN_FAILED'),
    );
    const again = await own.begin({ link: true }, token);
    expect(await own.finish(await own.visit(again.url, identityOfPatient(patient)), again.browser)).toEqual(
      refusal('UNAUTHENTICATED'),
    );
    own.bed.advance(9 * 60_000);
    await own.bed.check(session);
    own.bed.advance(2 * 60_000);
    expect(await own.begin({ link: true }, await own.bed.tokenOf(session))).toEqual({
      refused: 'FRESH_SIGN_IN_REQUIRED',
    });
  });

  it('what has two factors is changed by two', async () => {
    const { patient, session } = await openAccountOf(own.bed);
    await own.enter(identityOfPatient(patient));
    const answer = await unlink(await own.bed.tokenOf(session));
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['STEP_UP_REQUIRED']);
  });
});
