import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openAccountOf } from '../testing/bed.ts';
import {
  identityOf,
  identityOfPatient,
  type NhsLoginBed,
  refusal,
  startNhsLoginBed,
} from '../testing/nhs-login-visits.ts';
import { makePatient } from '../testing/people.ts';

let own: NhsLoginBed;
beforeAll(async () => {
  own = await startNhsLoginBed();
});
afterEach(() => {
  own.nhsLogin.tamper(undefined);
  own.nhsLogin.answer(undefined);
});
afterAll(() => own.close());

const entered = { status: 200, body: { to: '/' }, session: expect.stringMatching(/^[\w-]{43}$/) };

describe('refuses, with nothing half done,', () => {
  /** Nothing was written: no account, identity, session or message. */
  async function refuses(code: string, work: () => Promise<unknown>) {
    await own.bed.inbox();
    const before = await own.counts();
    expect(await work()).toEqual(refusal(code));
    expect(await own.counts()).toEqual(before);
  }

  it.each([
    ['a lower proof', { vot: 'P5.Cp.Cd' }],
    ['no proof', { vot: 'P0.Cp.Cd' }],
    ['one factor', { vot: 'P9.Cp' }],
    ['no vector', { vot: undefined }],
    ['a vector that is none', { vot: 'everything' }],
    ['a level that belies the vector', { identity_proofing_level: 'P5' }],
    ['another’s trust mark', { vtm: 'https://elsewhere.example/trustmark' }],
  ])('%s', (_what, given) => refuses('NHS_LOGIN_NOT_PROVEN', () => own.enter(identityOf(given))));

  it.each([
    ['a wrong nonce', { claims: (claims: object) => ({ ...claims, nonce: 'another' }) }],
    ['no nonce', { claims: ({ nonce: _nonce, ...claims }: Record<string, unknown>) => claims }],
    ['another issuer', { claims: (claims: object) => ({ ...claims, iss: 'https://elsewhere.example' }) }],
    ['another audience', { claims: (claims: object) => ({ ...claims, aud: 'another-client' }) }],
    [
      'a token that has run out',
      { claims: (claims: object) => ({ ...claims, exp: 1_700_000_000, iat: 1_699_999_000 }) },
    ],
    ['a token signed with another key', { forged: true }],
    [
      'another subject than the user’s information has',
      { claims: (claims: object) => ({ ...claims, sub: 'another' }) },
    ],
    [
      'another NHS number than the user’s information has',
      { claims: (claims: object) => ({ ...claims, nhs_number: '9990000018' }) },
    ],
  ])('%s', (_what, tampering) =>
    refuses('NHS_LOGIN_FAILED', async () => {
      own.nhsLogin.tamper(tampering);
      return own.enter(identityOf());
    }),
  );

  it('an NHS number that is none', () =>
    refuses('NHS_LOGIN_FAILED', () => own.enter(identityOf({ nhs_number: '1234567890' }))));

  it('who shares nothing', () => refuses('NHS_LOGIN_NOT_SHARED', () => own.enter('deny')));

  it('a state that was used, and a code that was used', async () => {
    const { url, browser } = await own.begin();
    const back = await own.visit(url, identityOf());
    expect(await own.finish(back, browser)).toEqual(entered);
    await refuses('NHS_LOGIN_FAILED', () => own.finish(back, browser));
    const fresh = await own.begin();
    const state = new URL(fresh.url).searchParams.get('state');
    await refuses('NHS_LOGIN_FAILED', () => own.finish({ ...back, state }, fresh.browser));
  });

  it('a state that was not given out, and one that is older than ten minutes', async () => {
    const { url, browser } = await own.begin();
    const back = await own.visit(url, identityOf());
    await refuses('NHS_LOGIN_FAILED', () => own.finish({ ...back, state: 'x'.repeat(43) }, browser));
    own.bed.advance(10 * 60_000);
    await refuses('NHS_LOGIN_FAILED', () => own.finish(back, browser));
  });

  it('another browser than the one that began, and leaves that one its way', async () => {
    const { url, browser } = await own.begin();
    const { browser: other } = await own.begin();
    const back = await own.visit(url, identityOf());
    await refuses('NHS_LOGIN_FAILED', () => own.finish(back, other));
    await refuses('NHS_LOGIN_FAILED', () => own.finish(back, undefined));
    expect(await own.finish(back, browser)).toEqual(entered);
  });

  it('an answer that says it is another issuer’s', async () => {
    const { url, browser } = await own.begin();
    const back = await own.visit(url, identityOf());
    await refuses('NHS_LOGIN_FAILED', () => own.finish({ ...back, iss: 'https://elsewhere.example' }, browser));
  });

  it('the NHS number of a person whose birth date is another', async () => {
    const { patient } = await openAccountOf(own.bed);
    await refuses('NHS_LOGIN_MISMATCH', () => own.enter(identityOfPatient(patient, { birthdate: '1999-09-09' })));
  });

  it('a known subject with another person’s NHS number', async () => {
    const identity = identityOf();
    await own.enter(identity);
    await refuses('NHS_LOGIN_MISMATCH', () => own.enter({ ...identity, nhs_number: makePatient().nhsNumber }));
    const { patient } = await openAccountOf(own.bed);
    await refuses('NHS_LOGIN_MISMATCH', () => own.enter({ ...identity, nhs_number: patient.nhsNumber }));
  });

  it('another subject for an account that has one', async () => {
    const identity = identityOf();
    await own.enter(identity);
    await refuses('NHS_LOGIN_ALREADY_LINKED', () => own.enter({ ...identity, sub: 'a-second-login' }));
  });

  it('K14 an email that is another account’s', async () => {
    const { patient } = await openAccountOf(own.bed);
    await refuses('EMAIL_TAKEN', () => own.enter(identityOf({ email: patient.email })));
  });

  it.each([
    ['no mobile', { phone_number: undefined }],
    ['a mobile that is not proven', { phone_number_verified: false }],
    ['a number that is none', { phone_number: '12' }],
    ['no email', { email: undefined }],
  ])('to open an account with %s', (_what, given) =>
    refuses('NHS_LOGIN_DETAILS_MISSING', () => own.enter(identityOf(given))),
  );
});
