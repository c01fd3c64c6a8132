import { internationalOf } from '@crosstrust/stack';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAuthenticator, type VirtualAuthenticator } from './testing/authenticator.ts';
import { openBrowser, type TestBrowser, whyNoBrowser } from './testing/browser.ts';
import { askFromPage, createPasskey, getPasskey } from './testing/page.ts';
import { type SecondGateway, startSecondGateway } from './testing/second-gateway.ts';
import { openSystem, type System } from './testing/system.ts';

const settings = { chromiumPath: process.env['CHROMIUM_PATH'] };
const missing = whyNoBrowser(settings);
if (missing) console.warn(`passkeys in a browser are not tested: ${missing}`);

let system: System;
let second: SecondGateway;
let browser: TestBrowser;
let page: Page;
let authenticator: VirtualAuthenticator;
beforeAll(async () => {
  if (missing) return;
  system = await openSystem();
  second = await startSecondGateway(system.urls);
  browser = await openBrowser(settings);
  page = await browser.open(`${system.urls.gateway.replace('127.0.0.1', 'localhost')}/playground/`);
  authenticator = await addAuthenticator(page);
});
afterAll(async () => {
  await browser?.close();
  await second?.stop();
});

const refused = { me: null, userErrors: [{ code: 'PASSKEY_REFUSED' }] };

/** One field of a mutation from the page, as its payload. */
async function act(field: string, selection: string, input?: object) {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const query = input
    ? `mutation ($input: ${type}!) { answer: ${field}(input: $input) { ${selection} userErrors { code } } }`
    : `mutation { answer: ${field} { ${selection} userErrors { code } } }`;
  const { data, errors } = await askFromPage(page, query, input ? { input } : {});
  if (errors) throw new Error(errors.map(({ extensions }) => extensions.code).join(', '));
  // biome-ignore lint/suspicious/noExplicitAny: each payload has a shape of its own
  return data?.['answer'] as any;
}

async function signInByCode(key: string): Promise<void> {
  const { mobile, birthDate } = system.person(key);
  const since = new Date();
  const { challenge } = await act('requestCode', 'challenge', { mobile, birthDate });
  const code = await system.inbox.waitForCode(internationalOf(mobile), since);
  expect(await act('signIn', 'session', { challenge, code, delivery: 'COOKIE' })).toEqual({
    session: null,
    userErrors: [],
  });
}

/** Signs in with whichever passkey the browser offers. `change`: what a page of somebody else's would ask the browser for. */
async function signInByPasskey(change: object = {}) {
  const { challenge, options } = await act('beginPasskeySignIn', 'challenge options');
  const response = await getPasskey(page, JSON.stringify({ ...JSON.parse(options), ...change }));
  if (!response.startsWith('{')) return response;
  return act('signInWithPasskey', 'me { name }', { challenge, response, delivery: 'COOKIE' });
}

/** What a passkey answered, sent on by somebody else by way of the other gateway. */
async function sendOn(input: object) {
  const query =
    'mutation ($input: SignInWithPasskeyInput!) { signInWithPasskey(input: $input) { me { name } userErrors { code } } }';
  const { data } = await second.portal.ask(query, { variables: { input: { ...input, delivery: 'BEARER' } } });
  return data?.['signInWithPasskey'];
}

const session = async () => (await askFromPage(page, '{ session { level } }')).data?.['session'];

it.skipIf(missing !== undefined)(
  'M7 a browser makes a passkey by face or fingerprint, and signs in with nothing else',
  async () => {
    const { given, family } = system.person('interpreter');
    await signInByCode('interpreter');
    expect(await session()).toEqual({ level: 'ONE_FACTOR' });

    const { challenge, options } = await act('beginPasskeyRegistration', 'challenge options');
    const response = await createPasskey(page, options);
    const input = { challenge, response, name: 'This browser', idempotencyKey: crypto.randomUUID() };
    const { passkey, userErrors } = await act('registerPasskey', 'passkey { id name lastUsedAt }', input);
    expect([passkey, userErrors]).toEqual([{ id: expect.any(String), name: 'This browser', lastUsedAt: null }, []]);
    expect(await authenticator.count()).toBe(1);

    await act('signOut', '');
    expect(await session()).toBeNull();
    expect(await signInByPasskey()).toEqual({ me: { name: `${given} ${family}` }, userErrors: [] });
    expect(await session()).toEqual({ level: 'TWO_FACTORS' });
    await act('signOut', '');

    const asked = await act('beginPasskeySignIn', 'challenge options');
    const answered = { challenge: asked.challenge, response: await getPasskey(page, asked.options) };
    expect(await act('signInWithPasskey', 'me { name }', { ...answered, delivery: 'COOKIE' })).toMatchObject({
      userErrors: [],
    });
    expect(await sendOn(answered)).toEqual(refused);
    const { challenge: another } = await act('beginPasskeySignIn', 'challenge');
    expect(await sendOn({ ...answered, challenge: another })).toEqual(refused);
    await act('signOut', '');

    await authenticator.recogniseUser(false);
    expect(await signInByPasskey()).toBe('NotAllowedError');
    expect(await signInByPasskey({ userVerification: 'discouraged' })).toEqual(refused);
    expect(await session()).toBeNull();
    await authenticator.recogniseUser(true);

    await signInByPasskey();
    const removal = { passkey: passkey.id, idempotencyKey: crypto.randomUUID() };
    const removed = await act('removePasskey', 'me { security { passkeys { id } } }', removal);
    expect(removed).toEqual({ me: { security: { passkeys: [] } }, userErrors: [] });
    await act('signOut', '');
    expect(await signInByPasskey()).toEqual(refused);
    expect(await session()).toBeNull();
  },
);
