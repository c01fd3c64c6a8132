import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerChallenge, challengeFor, openAccountOf } from '../testing/bed.ts';
import { identityOf, identityOfPatient, type NhsLoginBed, startNhsLoginBed } from '../testing/nhs-login-visits.ts';
import { makePatient } from '../testing/people.ts';

let own: NhsLoginBed;
beforeAll(async () => {
  own = await startNhsLoginBed();
});
afterAll(() => own.close());

const entered = { status: 200, body: { to: '/' }, session: expect.stringMatching(/^[\w-]{43}$/) };
const paramsOf = (url: URL) => Object.fromEntries(url.searchParams);
const me = async (session: string) =>
  (
    await own.bed.ask(
      '{ me { name emailVerified records { id } security { nhsLogin { linkedAt } } } session { level } }',
      {},
      await own.bed.tokenOf(session),
    )
  ).data;

describe('the way to NHS login', () => {
  it('asks for the code flow with PKCE, a state, a nonce, and a proven identity with two factors', async () => {
    const { url } = await own.begin();
    expect(url.startsWith(`${own.nhsLogin.issuer}/authorize?`)).toBe(true);
    expect(paramsOf(new URL(url))).toEqual({
      client_id: own.nhsLogin.clientId,
      redirect_uri: `${own.publicUrl}/nhs-login/return`,
      response_type: 'code',
      scope: 'openid profile profile_extended email phone',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      vtr: '["P9.Cp.Cd","P9.Cp.Ck","P9.Cm"]',
      prompt: 'login',
    });
  });

  it('identifies itself at the token endpoint by its key, as NHS login has it', async () => {
    await own.enter(identityOf());
    expect(own.nhsLogin.assertions.at(-1)).toEqual({
      header: { alg: 'RS512' },
      claims: expect.objectContaining({
        iss: own.nhsLogin.clientId,
        sub: own.nhsLogin.clientId,
        aud: `${own.nhsLogin.issuer}/token`,
        jti: expect.any(String),
      }),
    });
  });

  it('lets a browser keep what it was given, for a second tab, and nothing that it made up', async () => {
    const { browser } = await own.begin();
    expect((await own.begin({ browser })).browser).toBe(browser);
    const invented = 'x'.repeat(43);
    expect((await own.begin({ browser: invented })).browser).not.toBe(invented);
    own.bed.advance(10 * 60_000);
    expect((await own.begin({ browser })).browser).not.toBe(browser);
  });

  it('is open to the gateway, and to no browser that finds this service', async () => {
    for (const mark of [
      { origin: 'https://elsewhere.example' },
      { cookie: 'a=b' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const refused = await own.post('/nhs-login/begin', { link: false, to: '/' }, undefined, mark);
      expect([refused.status, refused.body]).toEqual([400, { code: 'BAD_INPUT' }]);
    }
    for (const to of ['//elsewhere.example', 'https://elsewhere.example', '/a?b=c', '/\\elsewhere', 'a'])
      expect((await own.post('/nhs-login/begin', { link: false, to })).status).toBe(400);
  });
});

describe('who comes back', () => {
  it('and is nobody’s patient yet gets an account of their own, with two factors and no record', async () => {
    const identity = identityOf();
    const answer = await own.enter(identity, { to: '/my/records' });
    expect(answer).toEqual({ ...entered, body: { to: '/my/records' } });
    expect(await me(answer.session ?? '')).toEqual({
      me: {
        name: `Sample ${identity['family_name']}`,
        emailVerified: true,
        records: [],
        security: { nhsLogin: { linkedAt: own.bed.clock().toISOString() } },
      },
      session: { level: 'TWO_FACTORS' },
    });
    const told = (await own.bed.inbox()).filter(({ text }) => text.startsWith('Your NHS login can now'));
    expect(
      told
        .map(({ channel, to }) => [channel, to])
        .slice(0, 2)
        .sort(),
    ).toEqual([
      ['email', identity['email']],
      ['mobile', String(identity['phone_number']).replace(/^0/, '+44').replace(' ', '')],
    ]);
  });

  it('U4 U5 and has got an account so also signs in by mobile, and links a trust that holds them', async () => {
    const patient = own.bed.kingston.hold(makePatient());
    const { session } = await own.enter(
      identityOfPatient(patient, { email: patient.email, phone_number: patient.mobile }),
    );
    const linked = await own.bed.ask(
      'mutation { linkTrust(input: { trust: "kingston", idempotencyKey: "nhs-login-link" }) { me { records { id } } userErrors { code } } }',
      {},
      await own.bed.tokenOf(session ?? ''),
    );
    const challenge = await challengeFor(own.bed, { mobile: patient.mobile, birthDate: patient.birthDate });
    expect(await answerChallenge(own.bed, challenge, await own.bed.codeFor(patient.mobile))).toHaveLength(43);
    expect(linked.data.linkTrust).toEqual({ me: { records: [{ id: patient.record }] }, userErrors: [] });
  });

  it('is known again by issuer and subject, though everything else but the NHS number has changed', async () => {
    const identity = identityOf();
    const first = await own.enter(identity);
    const before = await own.counts();
    const second = await own.enter({
      ...identity,
      family_name: 'Married',
      email: 'another@example.org',
      phone_number: '07700 900999',
      birthdate: '1970-01-01',
    });
    expect([first, second]).toEqual([entered, entered]);
    expect(await own.counts()).toEqual({
      ...before,
      outbox: expect.any(Number),
      session: Number(before['session']) + 1,
      audit: Number(before['audit']) + 1,
    });
    expect((await me(second.session ?? '')).me.name).toBe(`Sample ${identity['family_name']}`);
  });

  it('and has an account already is linked to it, and told so by text and email', async () => {
    const { patient } = await openAccountOf(own.bed);
    const answer = await own.enter(identityOfPatient(patient, { vot: 'P9.Cm' }));
    expect(await me(answer.session ?? '')).toEqual({
      me: {
        name: patient.name,
        emailVerified: true,
        records: [{ id: patient.record }],
        security: { nhsLogin: { linkedAt: own.bed.clock().toISOString() } },
      },
      session: { level: 'TWO_FACTORS' },
    });
    const told = (await own.bed.inbox()).filter(({ text }) => text.startsWith('Your NHS login can now')).slice(0, 2);
    expect(told.map(({ to }) => to).sort()).toEqual([patient.mobile, patient.email].sort());
    const lines = await own.bed.sql(
      'select action from audit where account_id = (select account_id from link where record_id = $1)',
      [patient.record],
    );
    expect(lines.map(({ action }) => action)).toContain('nhs-login-linked');
  });

  it('ends the session that the browser came with', async () => {
    const { patient, session } = await openAccountOf(own.bed);
    await own.enter(identityOfPatient(patient), {}, await own.bed.tokenOf(session));
    expect(await own.bed.check(session)).toEqual({ code: 'SESSION_ENDED' });
  });

  it('signs in twice at once, and gets one account', async () => {
    const identity = identityOf();
    const [one, other] = [await own.begin(), await own.begin()];
    const backs = [await own.visit(one.url, identity), await own.visit(other.url, identity)] as const;
    const before = await own.counts();
    const answers = await Promise.all([own.finish(backs[0], one.browser), own.finish(backs[1], other.browser)]);
    expect(answers).toEqual([entered, entered]);
    expect(answers[0].session).not.toBe(answers[1].session);
    expect(await own.counts()).toMatchObject({
      account: Number(before['account']) + 1,
      nhs_login: Number(before['nhs_login']) + 1,
    });
  });

  it('keeps no subject, NHS number or name in the clear', async () => {
    const identity = identityOf();
    await own.enter(identity);
    const rows = await own.bed.sql(
      'select row_to_json(nhs_login)::text as row from nhs_login union all select row_to_json(account)::text from account union all select row_to_json(nhs_login_attempt)::text from nhs_login_attempt',
    );
    const dump = JSON.stringify(rows);
    for (const text of [identity.sub, identity.nhs_number, String(identity['family_name'])])
      expect([dump.includes(text), dump.includes(Buffer.from(text).toString('hex'))]).toEqual([false, false]);
  });
});

it('an email that is not verified is no way in', async () => {
  const { session } = await own.enter(identityOf({ email_verified: false }));
  expect((await me(session ?? '')).me.emailVerified).toBe(false);
  // and nobody learns by it whether an address has an account: one that has is answered like one that has none
  const { patient } = await openAccountOf(own.bed);
  const others = await own.enter(identityOf({ email: patient.email, email_verified: false }));
  expect((await me(others.session ?? '')).me.emailVerified).toBe(false);
});
