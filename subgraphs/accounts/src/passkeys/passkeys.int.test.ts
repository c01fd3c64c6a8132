import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthenticator } from '../testing/authenticator.ts';
import { type Bed, openAccountOf, startBed } from '../testing/bed.ts';
import { enterByPasskey, openOwner, type Question, sendPasskey } from '../testing/passkeys.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minute = 60_000;
const levelOf = async (session: string) =>
  (await bed.ask('{ session { level } }', {}, await bed.tokenOf(session))).data.session.level;
const refused = { session: null, me: null, userErrors: [{ code: 'PASSKEY_REFUSED', field: 'response' }] };
const notFound = [{ code: 'NOT_FOUND', field: 'passkey' }];

describe('adding a passkey', () => {
  it('asks for one that finds its person by itself and verifies its user; the handle says nothing of the account', async () => {
    const { begin, patient, session } = await openOwner(bed);
    const first = await begin();
    const asked = JSON.parse(first.options);
    expect(asked).toMatchObject({
      rp: { id: 'localhost', name: 'Crosstrust' },
      user: { name: patient.email, displayName: patient.name },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
      excludeCredentials: [],
      timeout: 5 * minute,
    });
    expect(Buffer.from(asked.challenge, 'base64url')).toHaveLength(32);
    const handle = Buffer.from(asked.user.id, 'base64url');
    const { id } = (await bed.ask('{ me { id } }', {}, await bed.tokenOf(session))).data.me;
    expect([handle.length, handle.includes(id), handle.toString('hex').includes(id.replaceAll('-', ''))]).toEqual([
      32,
      false,
      false,
    ]);
    const again = JSON.parse((await begin()).options);
    expect([again.user.id, again.challenge === asked.challenge]).toEqual([asked.user.id, false]);
  });

  it('M7 keeps the passkey under its name, sealed, audits it and tells by text and by email', async () => {
    const { register, passkeys, patient, begin, raised } = await openOwner(bed);
    const device = makeAuthenticator();
    const made = await register(device, { name: ' Ada’s phone ' });
    const passkey = {
      id: expect.any(String),
      name: 'Ada’s phone',
      createdAt: bed.clock().toISOString(),
      lastUsedAt: null,
      backedUp: true,
    };
    expect(made).toEqual({ passkey, userErrors: [] });
    expect(await passkeys()).toEqual([passkey]);
    const dump = JSON.stringify(
      await bed.sql('select passkey::text from passkey union all select idempotency::text from idempotency'),
    );
    expect([dump.includes('phone'), dump.includes(Buffer.from('Ada’s phone').toString('hex'))]).toEqual([false, false]);
    const told = (await bed.inbox()).filter(({ text }) => text.startsWith('A passkey was added'));
    expect(told.map(({ to }) => to)).toEqual(expect.arrayContaining([patient.mobile, patient.email]));
    expect(
      await bed.sql(
        'select action from audit where action = $1 and account_id = (select account_id from link where record_id = $2)',
        ['passkey-added', patient.record],
      ),
    ).toHaveLength(1);
    expect(await begin()).toBe('STEP_UP_REQUIRED');
    const strong = await raised(device);
    const asked = JSON.parse((await sendPasskey(bed, 'begin', {}, strong)).options);
    expect(asked.excludeCredentials).toEqual([
      { id: device.credentialId.toString('base64url'), type: 'public-key', transports: ['internal', 'hybrid'] },
    ]);
  });

  it('is done once for its key', async () => {
    const { begin, send, passkeys } = await openOwner(bed);
    const device = makeAuthenticator();
    const { challenge, options } = await begin();
    const input = { challenge, response: device.create(options), name: 'Key', idempotencyKey: crypto.randomUUID() };
    const [one, other] = await Promise.all([send('register', input), send('register', input)]);
    const after = await send('register', input);
    expect([one, other, after].map((answer) => answer.passkey?.name)).toEqual(['Key', 'Key', 'Key']);
    expect(await passkeys()).toHaveLength(1);
  });

  it('takes one whose authenticator signs with its own key what it is', async () => {
    const { register } = await openOwner(bed);
    expect(await register(makeAuthenticator(), { twist: { attestation: 'self' } })).toMatchObject({ userErrors: [] });
  });

  it.each([[''], ['  '], ['x'.repeat(61)], ['a\u0000b']])('refuses the name %j', async (name) => {
    const { register } = await openOwner(bed);
    expect(await register(makeAuthenticator(), { name })).toEqual({
      passkey: null,
      userErrors: [{ code: 'BAD_INPUT', field: 'name' }],
    });
  });

  it('ends at twenty', async () => {
    const { device, raised, send } = await openOwner(bed);
    const session = await raised(await device());
    const add = async ({ challenge, options }: Question) => {
      const response = makeAuthenticator().create(options);
      return send('register', { challenge, response, name: 'Key', idempotencyKey: crypto.randomUUID() }, session);
    };
    for (let held = 1; held < 19; held += 1) await add(await send('begin', {}, session));
    const begun = [await send('begin', {}, session), await send('begin', {}, session)];
    const answers = await Promise.all(begun.map(add));
    const tooMany = [{ code: 'TOO_MANY_PASSKEYS', field: null }];
    expect(answers.map(({ userErrors }) => userErrors).toSorted()).toEqual([[], tooMany]);
    expect(await send('begin', {}, session)).toMatchObject({ challenge: null, options: null, userErrors: tooMany });
  });
});

describe('signing in with a passkey', () => {
  it('M7 face or fingerprint alone opens a session of two factors, and names nobody on the way', async () => {
    const { device, passkeys, patient } = await openOwner(bed);
    const held = await device();
    const question = await sendPasskey(bed, 'beginSignIn');
    const asked = JSON.parse(question.options);
    expect(asked).toEqual({
      rpId: 'localhost',
      challenge: expect.any(String),
      timeout: 5 * minute,
      userVerification: 'required',
      allowCredentials: [],
    });
    bed.advance(minute);
    const entered = await enterByPasskey(bed, held, {}, question);
    expect(entered).toEqual({ session: expect.any(String), me: { name: patient.name }, userErrors: [] });
    expect(await levelOf(entered.session)).toBe('TWO_FACTORS');
    expect((await passkeys(entered.session))[0].lastUsedAt).toBe(bed.clock().toISOString());
  });

  it('goes on with authenticators that count and with those that do not', async () => {
    const { device } = await openOwner(bed);
    const held = await device();
    for (let time = 0; time < 3; time += 1) expect(await enterByPasskey(bed, held)).toHaveProperty('userErrors', []);
    held.counts = true;
    for (let time = 0; time < 3; time += 1) expect(await enterByPasskey(bed, held)).toHaveProperty('userErrors', []);
  });

  it('gives the cookie to a browser, and ends the session that the request came with', async () => {
    const { device, session } = await openOwner(bed);
    const held = await device();
    const { challenge, options } = await sendPasskey(bed, 'beginSignIn');
    const answer = await bed.ask(
      'mutation ($input: SignInWithPasskeyInput!) { signInWithPasskey(input: $input) { session } }',
      { input: { challenge, response: held.get(options), delivery: 'COOKIE' } },
      await bed.tokenOf(session),
    );
    expect([answer.data.signInWithPasskey.session, answer.handed]).toEqual([null, expect.any(String)]);
    expect(await bed.check(session)).toEqual({ code: 'SESSION_ENDED' });
    expect(await levelOf(answer.handed ?? '')).toBe('TWO_FACTORS');
  });

  it('is never slowed by what strangers guess at the account', async () => {
    const { device, patient } = await openOwner(bed);
    const held = await device();
    for (let guess = 0; guess < 30; guess += 1)
      expect(await enterByPasskey(bed, makeAuthenticator(), { credentialId: held.credentialId })).toEqual(refused);
    expect(await enterByPasskey(bed, held)).toHaveProperty('me.name', patient.name);
  });

  it('is limited by address, for strangers', async () => {
    await bed.restart({ TRIES_PER_ADDRESS: '3' });
    await bed.sql('delete from address_try');
    const codes = [];
    for (let time = 0; time < 5; time += 1) codes.push(await sendPasskey(bed, 'beginSignIn'));
    const answers = codes.map((answer) => (typeof answer === 'string' ? answer : 'asked'));
    expect(answers).toEqual(['asked', 'asked', 'asked', 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
    const tries = [];
    for (let time = 0; time < 5; time += 1)
      tries.push(await sendPasskey(bed, 'signIn', { challenge: 'x', response: 'x', delivery: 'BEARER' }));
    expect(tries).toEqual([refused, refused, refused, 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
    await bed.restart({ TRIES_PER_ADDRESS: '100000' });
  });
});

describe('proving oneself with a passkey', () => {
  it('raises the session, under a new token', async () => {
    const { device, session, send } = await openOwner(bed);
    const held = await device();
    expect(await levelOf(session)).toBe('ONE_FACTOR');
    const { challenge, options } = await send('beginProof');
    expect(JSON.parse(options).allowCredentials).toMatchObject([{ id: held.credentialId.toString('base64url') }]);
    const response = held.get(options, { userHandle: null });
    const proven = await send('prove', { challenge, response, delivery: 'BEARER' });
    expect(proven).toEqual({ session: expect.any(String), userErrors: [] });
    expect(await bed.check(session)).toEqual({ code: 'SESSION_ENDED' });
    expect(await levelOf(proven.session)).toBe('TWO_FACTORS');
  });

  it('refreshes a proof that is too old for a change', async () => {
    const { device, raised, send } = await openOwner(bed);
    const held = await device();
    const session = await raised(held);
    for (let waited = 0; waited < 11; waited += 1) {
      bed.advance(minute);
      await bed.check(session);
    }
    expect(await send('begin', {}, session)).toBe('FRESH_SIGN_IN_REQUIRED');
    const { challenge, options } = await send('beginProof', {}, session);
    const proven = await send('prove', { challenge, response: held.get(options), delivery: 'BEARER' }, session);
    expect(await send('begin', {}, proven.session)).toMatchObject({ userErrors: [] });
  });
});

describe('changing passkeys', () => {
  it('gives another name, once for its key, and tells', async () => {
    const { device, raised, passkeys, send } = await openOwner(bed);
    const held = await device();
    const session = await raised(held);
    const input = { passkey: held.passkey, name: 'Tablet', idempotencyKey: crypto.randomUUID() };
    expect(await send('rename', input, session)).toMatchObject({ passkey: { name: 'Tablet' }, userErrors: [] });
    expect(await send('rename', input, session)).toMatchObject({ passkey: { name: 'Tablet' }, userErrors: [] });
    expect((await passkeys(session)).map(({ name }: { name: string }) => name)).toEqual(['Tablet']);
    expect((await bed.inbox()).filter(({ text }) => text.includes('another name'))).toHaveLength(2);
  });

  it('removes one: it opens nothing any more, what it opened goes on, and that it was the last is told', async () => {
    const { device, raised, session, send } = await openOwner(bed);
    const held = await device();
    const strong = await raised(held);
    const input = { passkey: held.passkey, idempotencyKey: crypto.randomUUID() };
    expect(await send('remove', input)).toBe('STEP_UP_REQUIRED');
    const question = await sendPasskey(bed, 'beginSignIn');
    const done = { me: { security: { passkeys: [] } }, userErrors: [] };
    expect(await send('remove', input, strong)).toEqual(done);
    expect(await enterByPasskey(bed, held, {}, question)).toEqual(refused);
    expect(await enterByPasskey(bed, held)).toEqual(refused);
    expect(await levelOf(strong)).toBe('TWO_FACTORS');
    expect(await levelOf(session)).toBe('ONE_FACTOR');
    const [notice] = await bed.inbox();
    expect(notice?.text).toContain('A code alone opens it now');
    expect(await send('remove', input, strong)).toEqual(done);
    expect(await send('remove', { ...input, idempotencyKey: crypto.randomUUID() }, strong)).toEqual({
      me: null,
      userErrors: notFound,
    });
  });

  it('is for their owner only', async () => {
    const [owner, other] = [await openOwner(bed), await openOwner(bed)];
    const held = await owner.device();
    const strong = await other.raised(await other.device());
    for (const passkey of [held.passkey, 'nonsense']) {
      const input = { passkey, idempotencyKey: crypto.randomUUID() };
      expect(await other.send('remove', input, strong)).toEqual({ me: null, userErrors: notFound });
      expect(
        await other.send('rename', { ...input, name: 'Mine', idempotencyKey: crypto.randomUUID() }, strong),
      ).toEqual({
        passkey: null,
        userErrors: notFound,
      });
    }
    expect((await owner.passkeys()).map(({ name }: { name: string }) => name)).toEqual(['My phone']);
  });

  it.each(['begin', 'register', 'rename', 'remove', 'beginProof', 'prove'] as const)(
    'asks for a session: %s',
    async (name) => {
      const all = {
        challenge: 'x',
        response: 'x',
        name: 'x',
        passkey: 'x',
        delivery: 'BEARER',
        idempotencyKey: 'x'.repeat(8),
      };
      const fields: Record<string, (keyof typeof all)[]> = {
        begin: [],
        beginProof: [],
        register: ['challenge', 'response', 'name', 'idempotencyKey'],
        rename: ['passkey', 'name', 'idempotencyKey'],
        remove: ['passkey', 'idempotencyKey'],
        prove: ['challenge', 'response', 'delivery'],
      };
      const input = Object.fromEntries((fields[name] ?? []).map((field) => [field, all[field]]));
      expect(await sendPasskey(bed, name, input)).toBe('UNAUTHENTICATED');
    },
  );

  it('does not go by an emailed code alone', async () => {
    const { patient } = await openAccountOf(bed);
    const { email, birthDate } = patient;
    const challenge = (
      await bed.ask('mutation ($input: RequestCodeInput!) { requestCode(input: $input) { challenge } }', {
        input: { email, birthDate },
      })
    ).data.requestCode.challenge;
    const signedIn = await bed.ask('mutation ($input: SignInInput!) { signIn(input: $input) { session } }', {
      input: { challenge, code: await bed.codeFor(email), delivery: 'BEARER' },
    });
    expect(await sendPasskey(bed, 'begin', {}, signedIn.data.signIn.session)).toBe('STEP_UP_REQUIRED');
  });
});
