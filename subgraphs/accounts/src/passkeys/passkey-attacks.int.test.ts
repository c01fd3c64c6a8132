import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthenticator, type Twist } from '../testing/authenticator.ts';
import { type Bed, openAccountOf, startBed } from '../testing/bed.ts';
import type { Cbor } from '../testing/cbor.ts';
import { enterByPasskey, openOwner, type Question, sendPasskey } from '../testing/passkeys.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const userErrors = [{ code: 'PASSKEY_REFUSED', field: 'response' }];
const refused = { session: null, me: null, userErrors };
const notAdded = { passkey: null, userErrors };
const minute = 60_000;
const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const otherHandle = randomBytes(32).toString('base64url');

/** Lies that are the same in both ceremonies. */
const lies: [what: string, twist: Twist][] = [
  ['of another origin', { origin: 'http://localhost:4001' }],
  ['of another scheme', { origin: 'https://localhost:4000' }],
  ['of a page that looks alike', { origin: 'http://localhost.example:4000' }],
  ['for another relying party', { rpId: 'localhost.example' }],
  ['to a challenge of their own', { challenge: randomBytes(32).toString('base64url') }],
  ['to no challenge', { challenge: '' }],
  ['from a page within another’s', { crossOrigin: true }],
  ['without the user verified', { verified: false }],
  ['without anybody present', { present: false }],
];
const signInLies: [what: string, twist: Twist][] = [
  ...lies,
  ['that was made for registering', { type: 'webauthn.create' }],
  ['with a forged signature', { signer: otherKey }],
  ['changed after it was signed', { tamper: (data) => ({ ...data, more: 'x' }) }],
  ['of an unknown passkey', { credentialId: randomBytes(32) }],
  ['without saying whose it is', { userHandle: null }],
  ['saying that it is somebody else’s', { userHandle: otherHandle }],
];
const certificates = new Map<string, Cbor>([
  ['x5c', [Buffer.alloc(300)]],
  ['sig', Buffer.alloc(64)],
  ['alg', -7],
]);
const registrationLies: [what: string, twist: Twist][] = [
  ...lies,
  ['that was made for signing in', { type: 'webauthn.get' }],
  [
    'with a chain of certificates, whose lists would be fetched',
    { attestation: { fmt: 'packed', attStmt: certificates } },
  ],
  ['with a statement of a maker', { attestation: { fmt: 'apple', attStmt: certificates } }],
  ['with a statement that is none', { attestation: { fmt: 'none', attStmt: certificates } }],
  [
    'with a forged statement of its own key',
    {
      attestation: {
        fmt: 'packed',
        attStmt: new Map<string, Cbor>([
          ['alg', -7],
          ['sig', Buffer.alloc(70)],
        ]),
      },
    },
  ],
];

describe('an answer at signing in is refused', () => {
  it.each(signInLies)('%s', async (_what, twist) => {
    const { device, session } = await openOwner(bed);
    const held = await device();
    expect(await enterByPasskey(bed, held, twist)).toEqual(refused);
    expect(
      await bed.sql(
        'select count(*)::integer from session where account_id = (select account_id from passkey where id = $1)',
        [held.passkey],
      ),
    ).toEqual([{ count: 1 }]);
    expect(await bed.sql('select last_used_at, counter::integer from passkey where id = $1', [held.passkey])).toEqual([
      { last_used_at: null, counter: 0 },
    ]);
    expect(await bed.check(session)).toHaveProperty('version');
    expect(await enterByPasskey(bed, held)).toHaveProperty('userErrors', []);
  });

  it('replayed, at its own challenge and at another', async () => {
    const { device } = await openOwner(bed);
    const held = await device();
    const { challenge, options } = await sendPasskey(bed, 'beginSignIn');
    const input = { challenge, response: held.get(options), delivery: 'BEARER' };
    expect(await sendPasskey(bed, 'signIn', input)).toHaveProperty('userErrors', []);
    expect(await sendPasskey(bed, 'signIn', input)).toEqual(refused);
    const other = await sendPasskey(bed, 'beginSignIn');
    expect(await sendPasskey(bed, 'signIn', { ...input, challenge: other.challenge })).toEqual(refused);
  });

  it('sent twice at once: one goes in', async () => {
    const { device } = await openOwner(bed);
    const held = await device();
    const { challenge, options } = await sendPasskey(bed, 'beginSignIn');
    const input = { challenge, response: held.get(options), delivery: 'BEARER' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => sendPasskey(bed, 'signIn', input)));
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
    expect(answers.filter(({ session }) => !session)).toEqual(Array(7).fill(refused));
  });

  it('after a wrong one to the same challenge', async () => {
    const { device } = await openOwner(bed);
    const held = await device();
    const question: Question = await sendPasskey(bed, 'beginSignIn');
    expect(await enterByPasskey(bed, held, { verified: false }, question)).toEqual(refused);
    expect(await enterByPasskey(bed, held, {}, question)).toEqual(refused);
  });

  it('a hundred of them under aliases, of which one is right', async () => {
    const { device } = await openOwner(bed);
    const held = await device();
    const { challenge, options } = await sendPasskey(bed, 'beginSignIn');
    const answers = Array.from({ length: 100 }, (_, index) =>
      held.get(options, index === 50 ? {} : { signer: otherKey }),
    );
    const query = answers.map(
      (_, index) =>
        `a${index}: signInWithPasskey(input: { challenge: $challenge, response: $r${index}, delivery: BEARER }) { session userErrors { code } }`,
    );
    const variables = answers.map((response, index) => [`r${index}`, response]);
    const declared = answers.map((_, index) => `$r${index}: String!`);
    const { data } = await bed.ask(`mutation ($challenge: ID!, ${declared.join(', ')}) { ${query.join('\n')} }`, {
      challenge,
      ...Object.fromEntries(variables),
    });
    expect(Object.values(data)).toEqual(Array(100).fill({ session: null, userErrors: [{ code: 'PASSKEY_REFUSED' }] }));
  });

  it('after five minutes', async () => {
    const { device } = await openOwner(bed);
    const held = await device();
    const question: Question = await sendPasskey(bed, 'beginSignIn');
    bed.advance(5 * minute);
    expect(await enterByPasskey(bed, held, {}, question)).toEqual(refused);
    const other: Question = await sendPasskey(bed, 'beginSignIn');
    bed.advance(5 * minute - 1);
    expect(await enterByPasskey(bed, held, {}, other)).toHaveProperty('userErrors', []);
  });

  it('to a challenge that was posed for something else', async () => {
    const { device, send, begin, session } = await openOwner(bed);
    const registration = await begin();
    const held = await device();
    const proof: Question = await send('beginProof');
    for (const question of [proof, registration]) {
      const options = JSON.stringify({ rpId: 'localhost', challenge: JSON.parse(question.options).challenge });
      expect(await enterByPasskey(bed, held, {}, { ...question, options })).toEqual(refused);
    }
    for (const { challenge, options } of [await sendPasskey(bed, 'beginSignIn'), registration]) {
      const response = held.get(JSON.stringify({ ...JSON.parse(options), rpId: 'localhost' }));
      expect(await send('prove', { challenge, response, delivery: 'BEARER' })).toEqual({ session: null, userErrors });
    }
    expect(await bed.check(session)).toHaveProperty('version');
  });

  it.each([
    ['is not JSON', 'nonsense'],
    ['is null', 'null'],
    ['is a list', '[]'],
    ['is empty', '{}'],
    ['is as large as a request may be', `{"id":"${'A'.repeat(60_000)}"}`],
    ['has numbers in it', '{"id":1,"rawId":1,"type":"public-key","response":{}}'],
    [
      'has a statement in SQL',
      `{"id":"'; drop table passkey; --","rawId":"x","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}`,
    ],
    [
      'has a cut authenticator’s part',
      '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA","userHandle":"AA"}}',
    ],
  ])('when it %s', async (_what, response) => {
    const { challenge } = await sendPasskey(bed, 'beginSignIn');
    expect(await sendPasskey(bed, 'signIn', { challenge, response, delivery: 'BEARER' })).toEqual(refused);
  });
});

describe('a copy of a passkey', () => {
  it('is refused and told when it has counted less; the other goes on', async () => {
    const { device, patient } = await openOwner(bed);
    const held = await device();
    held.counts = true;
    held.counter = 7;
    expect(await enterByPasskey(bed, held)).toHaveProperty('userErrors', []);
    for (const counter of [8, 7, 1, 0])
      expect([counter, await enterByPasskey(bed, held, { counter })]).toEqual([counter, refused]);
    const told = (await bed.inbox()).filter(({ text, to }) => text.includes('a copy of it') && to === patient.mobile);
    expect(told).toHaveLength(4);
    const [{ count } = { count: 0 }] = await bed.sql(
      `select count(*)::integer from audit where action = 'passkey-cloned' and account_id = (select account_id from passkey where id = $1)`,
      [held.passkey],
    );
    expect(count).toBe(4);
    held.counter = 8;
    expect(await enterByPasskey(bed, held)).toHaveProperty('userErrors', []);
  });

  it('is not told of when a stranger forges a low count', async () => {
    const { device } = await openOwner(bed);
    const held = await device();
    held.counts = true;
    expect(await enterByPasskey(bed, held)).toHaveProperty('userErrors', []);
    const before = (await bed.inbox()).length;
    expect(await enterByPasskey(bed, held, { counter: 0, signer: otherKey })).toEqual(refused);
    expect(await bed.inbox()).toHaveLength(before);
  });
});

describe('a new passkey is refused', () => {
  it.each(registrationLies)('%s', async (_what, twist) => {
    const { register, passkeys, patient } = await openOwner(bed);
    expect(await register(makeAuthenticator(), { twist })).toEqual(notAdded);
    expect(await passkeys()).toEqual([]);
    const told = (await bed.inbox()).filter(({ to, text }) => to === patient.mobile && text.includes('passkey'));
    expect(told).toEqual([]);
    expect(await register(makeAuthenticator())).toMatchObject({ userErrors: [] });
  });

  it('at a challenge of another’s, of another session, of another use, used before, or too old', async () => {
    const [owner, other] = [await openOwner(bed), await openOwner(bed)];
    const device = makeAuthenticator();
    expect(await owner.register(device, { question: await other.begin() })).toEqual(notAdded);

    const { mobile, birthDate } = owner.patient;
    const { data } = await bed.ask(
      'mutation ($input: RequestCodeInput!) { requestCode(input: $input) { challenge } }',
      { input: { mobile, birthDate } },
    );
    const again = await bed.ask('mutation ($input: SignInInput!) { signIn(input: $input) { session } }', {
      input: { challenge: data.requestCode.challenge, code: await bed.codeFor(mobile), delivery: 'BEARER' },
    });
    const question: Question = await owner.send('begin', {}, again.data.signIn.session);
    expect(await owner.register(device, { question })).toEqual(notAdded);

    for (const other of [await sendPasskey(bed, 'beginSignIn'), await owner.send('beginProof')] as Question[]) {
      const { challenge } = JSON.parse(other.options);
      const options = JSON.stringify({ ...JSON.parse((await owner.begin()).options), challenge });
      expect(await owner.register(device, { question: { ...other, options } })).toEqual(notAdded);
    }

    const once = await owner.begin();
    expect(await owner.register(device, { question: once, twist: { verified: false } })).toEqual(notAdded);
    expect(await owner.register(device, { question: once })).toEqual(notAdded);

    const old = await owner.begin();
    bed.advance(5 * minute);
    expect(await owner.register(device, { question: old })).toEqual(notAdded);
    expect(await owner.passkeys()).toEqual([]);
    expect(await other.passkeys()).toEqual([]);
  });

  it('that somebody has already', async () => {
    const [owner, other] = [await openOwner(bed), await openOwner(bed)];
    const held = await owner.device();
    expect(await other.register(makeAuthenticator(), { twist: { credentialId: held.credentialId } })).toEqual(notAdded);
    expect(await other.passkeys()).toEqual([]);
    expect(await enterByPasskey(bed, held)).toHaveProperty('me.name', owner.patient.name);
  });
});

describe('a proof is refused', () => {
  it('by another’s passkey, by a challenge of another’s session, and of a session that has ended', async () => {
    const [owner, other] = [await openOwner(bed), await openOwner(bed)];
    const [held, others] = [await owner.device(), await other.device()];
    const none = { session: null, userErrors };
    const answer = async (question: Question, by = held) => ({
      challenge: question.challenge,
      response: by.get(question.options),
      delivery: 'BEARER',
    });
    expect(await owner.send('prove', await answer(await owner.send('beginProof'), others))).toEqual(none);
    expect(await owner.send('prove', await answer(await other.send('beginProof')))).toEqual(none);
    const token = await bed.tokenOf(owner.session);
    const left = await answer(await owner.send('beginProof'));
    await bed.ask('mutation { signOut { userErrors { code } } }', {}, token);
    const late = await bed.ask(
      'mutation ($input: ProveWithPasskeyInput!) { proveWithPasskey(input: $input) { session } }',
      { input: left },
      token,
    );
    expect(late.errors?.map(({ extensions }) => extensions.code)).toEqual(['SESSION_ENDED']);
    expect((await openAccountOf(bed)).session).toHaveLength(43);
  });
});
