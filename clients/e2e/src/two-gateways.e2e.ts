import { errorRegistry } from '@crosstrust/contract';
import type { Portal } from '@crosstrust/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SecondGateway, startSecondGateway } from './testing/second-gateway.ts';
import { openSystem, type System } from './testing/system.ts';

let system: System;
let second: SecondGateway;
beforeAll(async () => {
  system = await openSystem();
  second = await startSecondGateway(system.urls);
});
afterAll(() => second.stop());

const person = 'eighty-one';
const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { session userErrors { code } } }';
const me = '{ me { id } }';
const ended = {
  data: { me: null },
  errors: [{ message: errorRegistry.SESSION_ENDED.message, path: ['me'], extensions: { code: 'SESSION_ENDED' } }],
};

async function askForCode(portal: Portal): Promise<{ challenge: string; code: string }> {
  const { mobile, birthDate } = system.person(person);
  const since = new Date();
  const { data } = await portal.ask(
    'mutation ($input: RequestCodeInput!) { requestCode(input: $input) { challenge } }',
    { variables: { input: { mobile, birthDate } } },
  );
  const { challenge } = (data as { requestCode: { challenge: string } }).requestCode;
  const to = mobile.replace(/\s/g, '').replace(/^0/, '+44');
  return { challenge, code: await system.inbox.waitForCode(to, since) };
}

/** The session that a code opens, or the code of the error that it gets. */
async function guess(portal: Portal, challenge: string, code: string, headers: Record<string, string> = {}) {
  const { data } = await portal.ask(signIn, {
    variables: { input: { challenge, code, delivery: 'BEARER' } },
    headers,
  });
  const answer = (data as { signIn: { session: string | null; userErrors: { code: string }[] } }).signIn;
  return answer.session ?? answer.userErrors[0]?.code ?? 'none';
}

const enter = async (portal: Portal) => {
  const { challenge, code } = await askForCode(portal);
  return guess(portal, challenge, code);
};

const wrong = (code: string, by: number) => String((Number(code) + by) % 1_000_000).padStart(6, '0');

describe('two gateways are one', () => {
  it('a session that one opened is good at the other, and ends at both when it ends at one', async () => {
    const session = await enter(system.portal);
    expect((await second.portal.ask(me, { session })).errors).toBeUndefined();
    await second.portal.signOut(session);
    expect(await system.portal.ask(me, { session })).toEqual(ended);
    expect(await second.portal.ask(me, { session })).toEqual(ended);
  });

  it('U6 a code that one asked for works once at the other, and at neither again', async () => {
    const { challenge, code } = await askForCode(system.portal);
    const session = await guess(second.portal, challenge, code);
    expect((await system.portal.ask(me, { session })).errors).toBeUndefined();
    expect(await guess(system.portal, challenge, code)).toBe('CODE_WRONG');
    expect(await guess(second.portal, challenge, code)).toBe('CODE_WRONG');
  });

  it('U6 wrong codes at both are counted together', async () => {
    const { challenge, code } = await askForCode(system.portal);
    for (let n = 1; n <= 5; n += 1)
      expect(await guess(n % 2 ? system.portal : second.portal, challenge, wrong(code, n))).toBe('CODE_WRONG');
    expect(await guess(second.portal, challenge, code)).toBe('CODE_WRONG');
    // and the owner's next code works all the same
    expect(await enter(second.portal)).not.toBe('CODE_WRONG');
  });

  it('U6 of two who send the same code at once to both, one gets in', async () => {
    const { challenge, code } = await askForCode(second.portal);
    const answers = await Promise.all([guess(system.portal, challenge, code), guess(second.portal, challenge, code)]);
    expect(answers.filter((answer) => answer === 'CODE_WRONG')).toHaveLength(1);
  });
});

describe('a hundred guesses in one request', () => {
  const aliased = (one: (n: number) => string) =>
    `mutation { ${[...Array(100).keys()].map((n) => `g${n}: ${one(n)}`).join('\n')} }`;
  const digits = (n: number) => String(n).padStart(6, '0');
  const id = '00000000-0000-4000-8000-000000000000';

  it.each<[string, (n: number) => string]>([
    ['codes', (n) => `signIn(input: { challenge: "${id}", code: "${digits(n)}", delivery: BEARER }) { session }`],
    [
      'passwords',
      (n) =>
        `signInWithPassword(input: { email: "a@example.org", password: "guess ${digits(n)}", delivery: BEARER }) { session }`,
    ],
    [
      'second factors',
      (n) =>
        `completeSignIn(input: { challenge: "${id}", totp: "${digits(n)}", saveDevice: false, delivery: BEARER }) { session }`,
    ],
    [
      'share codes',
      (n) =>
        `openSharedRecord(input: { reference: "${id}", email: "a@example.org", code: "${digits(n)}", delivery: BEARER }) { session }`,
    ],
  ])('of %s are refused whole, at either', async (_what, one) => {
    const refused = {
      errors: [{ message: errorRegistry.QUERY_TOO_LARGE.message, extensions: { code: 'QUERY_TOO_LARGE' } }],
    };
    expect(await system.portal.ask(aliased(one))).toEqual(refused);
    expect(await second.portal.ask(aliased(one))).toEqual(refused);
  });
});

describe('a session', () => {
  it('is not one that somebody else chose: signing in makes a new one and ends what came along', async () => {
    const planted = await enter(system.portal);
    const { challenge, code } = await askForCode(second.portal);
    const opened = await guess(second.portal, challenge, code, { authorization: `Bearer ${planted}` });
    expect(opened).not.toBe(planted);
    expect(await system.portal.ask(me, { session: planted })).toEqual(ended);
    expect((await system.portal.ask(me, { session: opened })).errors).toBeUndefined();
  });

  it.each([
    ['one character changed', (session: string) => `${session.slice(0, -1)}${session.endsWith('A') ? 'B' : 'A'}`],
    ['cut off', (session: string) => session.slice(0, -1)],
    ['made up', () => 'x'.repeat(43)],
    ['an unsigned token in its place', () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.'],
  ])('%s is none, at either', async (_what, forge) => {
    const session = forge(await enter(system.portal));
    expect(await system.portal.ask(me, { session })).toEqual(ended);
    expect(await second.portal.ask(me, { session })).toEqual(ended);
  });

  it('is not opened for another site’s page, nor used by one', async () => {
    const session = await enter(system.portal);
    for (const { url } of [{ url: system.urls.gateway }, second]) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: 'https://evil.example',
          cookie: `crosstrust=${session}`,
        },
        body: JSON.stringify({ query: 'mutation { signOut { userErrors { code } } }' }),
      });
      expect([response.status, await response.json()]).toEqual([
        403,
        { errors: [{ message: errorRegistry.ORIGIN_REFUSED.message, extensions: { code: 'ORIGIN_REFUSED' } }] },
      ]);
    }
    expect((await system.portal.ask(me, { session })).errors).toBeUndefined();
  });
});
