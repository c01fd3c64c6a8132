import { internationalOf, type Person } from '@crosstrust/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admit, nhsNumberOf } from './testing/admit.ts';
import { type Browser, openBrowser } from './testing/cookie-browser.ts';
import { type SecondGateway, startSecondGateway } from './testing/second-gateway.ts';
import { openSystem, type System } from './testing/system.ts';

let system: System;
let second: SecondGateway;
let gateways: readonly [string, string];
let made = 0;
beforeAll(async () => {
  system = await openSystem();
  second = await startSecondGateway(system.urls);
  gateways = [system.urls.gateway.replace('127.0.0.1', 'localhost'), second.url];
});
afterAll(() => second.stop());

const password = 'orange kettle drifting';
const deviceCookie = 'crosstrust-device';
const ended = 'SESSION_ENDED';
const key = () => crypto.randomUUID();

/** One field of a mutation from a browser, as its payload, or the code of the error. */
async function act(browser: Browser, field: string, selection: string, input: object | null, gateway = gateways[0]) {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const query = input
    ? `mutation ($input: ${type}!) { answer: ${field}(input: $input) { ${selection} userErrors { code } } }`
    : `mutation { answer: ${field} { ${selection} userErrors { code } } }`;
  const { data, errors } = await browser.ask(gateway, query, input ? { input } : {});
  const thrown = (errors as { extensions: { code: string } }[] | undefined)?.[0]?.extensions.code;
  // biome-ignore lint/suspicious/noExplicitAny: each payload has a shape of its own
  return thrown ?? ((data as { answer: any }).answer as any);
}

const levelIn = async (browser: Browser, gateway = gateways[0]) => {
  const { data, errors } = await browser.ask(gateway, '{ me { name } session { level } }');
  const thrown = (errors as { extensions: { code: string } }[] | undefined)?.[0]?.extensions.code;
  return thrown ?? (data as { session: { level: string } | null }).session?.level ?? null;
};

/** A new patient with an account and a password, in a browser that is signed in. */
async function openWithPassword() {
  made += 1;
  const person: Person = {
    ...system.person('nothing-yet'),
    key: `password ${made}`,
    nhsNumber: nhsNumberOf(900 + made),
    birthDate: '1971-08-09',
    mobile: `07700 900${880 + made}`,
    email: `password.${made}@example.org`,
    trusts: ['kingston'],
    record: 'full',
  };
  await admit(system, 'kingston', [person]);
  const { nhsNumber, birthDate, mobile, email } = person;
  await system.portal.openAccount('kingston', { nhsNumber, birthDate, mobile, email }, system.inbox);
  const browser = openBrowser();
  const since = new Date();
  const { challenge } = await act(browser, 'requestCode', 'challenge', { mobile, birthDate });
  const code = await system.inbox.waitForCode(internationalOf(mobile), since);
  await act(browser, 'signIn', 'session', { challenge, code, delivery: 'COOKIE' });
  const set = await act(browser, 'setPassword', 'me { name }', { password, idempotencyKey: key() });
  expect(set.userErrors).toEqual([]);
  return { person, browser };
}

const byPassword = (browser: Browser, { email }: Person, written = password, gateway = gateways[0]) =>
  act(
    browser,
    'signInWithPassword',
    'session me { name } secondFactor { challenge kinds }',
    { email, password: written, delivery: 'COOKIE' },
    gateway,
  );

/** Signs in by password and the code that is texted. */
async function byBoth(browser: Browser, person: Person, saveDevice = false, gateway = gateways[0]) {
  const { secondFactor } = await byPassword(browser, person, password, gateway);
  const { challenge } = secondFactor;
  const since = new Date();
  await act(browser, 'requestSecondFactorCode', 'expiresAt', { challenge }, gateway);
  const code = await system.inbox.waitForCode(internationalOf(person.mobile), since);
  return act(
    browser,
    'completeSignIn',
    'session savedDevice me { name }',
    { challenge, code, saveDevice, delivery: 'COOKIE' },
    gateway,
  );
}

describe('a password in a browser', () => {
  it('K12 M7 is asked for a code, which the browser can save; then the password is enough there, and nowhere else', async () => {
    const { person, browser } = await openWithPassword();
    await act(browser, 'signOut', '', null);
    const asked = await byPassword(browser, person);
    expect([asked.session, asked.me, asked.secondFactor.kinds]).toEqual([null, null, ['CODE_TO_MOBILE']]);
    expect(await levelIn(browser)).not.toBe('TWO_FACTORS');

    const signedIn = await byBoth(browser, person, true);
    const me = { name: `${person.given} ${person.family}` };
    expect(signedIn).toEqual({ session: null, savedDevice: null, me, userErrors: [] });
    expect(browser.attributesOf(gateways[0], deviceCookie)).toEqual(
      expect.arrayContaining(['httponly', 'samesite=strict', 'path=/', `max-age=${30 * 24 * 60 * 60}`]),
    );

    await act(browser, 'signOut', '', null);
    expect(await byPassword(browser, person)).toEqual({ session: null, me, secondFactor: null, userErrors: [] });
    expect(await levelIn(browser)).toBe('TWO_FACTORS');

    const elsewhere = openBrowser();
    expect((await byPassword(elsewhere, person)).secondFactor).not.toBeNull();
    browser.copyCookie(gateways[0], deviceCookie, elsewhere);
    expect(await byPassword(elsewhere, person, 'not the password')).toEqual({
      session: null,
      me: null,
      secondFactor: null,
      userErrors: [{ code: 'SIGN_IN_FAILED' }],
    });

    const input = { password: 'purple ladder humming', currentPassword: password, idempotencyKey: key() };
    expect((await act(browser, 'setPassword', 'me { name }', input)).userErrors).toEqual([]);
    expect((await byPassword(browser, person, input.password)).secondFactor).not.toBeNull();
    const told = (await system.inbox.read()).filter(({ text }) => text.startsWith('A new password was set'));
    expect(told.slice(0, 2).map(({ to }) => to)).toEqual(
      expect.arrayContaining([person.email, internationalOf(person.mobile)]),
    );
  });

  it('K12 saved at one gateway is known at the other, until it is forgotten', async () => {
    const { person, browser } = await openWithPassword();
    await byBoth(browser, person, true);
    expect((await byPassword(browser, person, password, gateways[1])).secondFactor).toBeNull();
    const list = '{ me { security { savedDevices { id current } } } }';
    const { data } = await browser.ask(gateways[1], list);
    const { savedDevices } = (data as { me: { security: { savedDevices: { id: string; current: boolean }[] } } }).me
      .security;
    expect(savedDevices).toEqual([{ id: expect.any(String), current: true }]);
    await act(
      browser,
      'forgetDevice',
      'me { name }',
      { device: savedDevices[0]?.id, idempotencyKey: key() },
      gateways[1],
    );
    expect((await byPassword(browser, person)).secondFactor).not.toBeNull();
  });
});

describe('two gateways are one', () => {
  it('to a session that rises: its old token ends at both (session fixation)', async () => {
    const { browser } = await openWithPassword();
    const thieves = gateways.map((gateway) => ({ gateway, thief: openBrowser() }));
    for (const { thief } of thieves) browser.copyCookie(gateways[0], 'crosstrust', thief);
    for (const { thief, gateway } of thieves) expect(await levelIn(thief, gateway)).toBe('ONE_FACTOR');
    expect((await act(browser, 'prove', 'session', { password, delivery: 'COOKIE' })).userErrors).toEqual([]);
    for (const { thief, gateway } of thieves) {
      expect(await levelIn(browser, gateway)).toBe('TWO_FACTORS');
      expect(await levelIn(thief, gateway)).toBe(ended);
    }
  });

  it('to signing out everywhere: the very next request elsewhere is refused', async () => {
    const { person, browser } = await openWithPassword();
    const [laptop, phone] = [openBrowser(), openBrowser()];
    await byBoth(laptop, person);
    await byBoth(phone, person, false, gateways[1]);
    expect([await levelIn(laptop), await levelIn(phone, gateways[1])]).toEqual(['TWO_FACTORS', 'TWO_FACTORS']);
    await act(browser, 'endOtherSessions', 'me { name }', { idempotencyKey: key() });
    expect([await levelIn(laptop), await levelIn(phone, gateways[1])]).toEqual([ended, ended]);
    expect(await levelIn(browser, gateways[1])).toBe('ONE_FACTOR');
  });

  it('K12 to a stranger who guesses at both, and neither stops the owner’s saved device', async () => {
    const { person, browser } = await openWithPassword();
    await byBoth(browser, person, true);
    const stranger = openBrowser();
    for (let guess = 0; guess < 5; guess += 1)
      await byPassword(stranger, person, `wrong ${guess}`, gateways[guess % 2 === 0 ? 0 : 1]);
    for (const gateway of gateways)
      expect(await byPassword(stranger, person, password, gateway)).toBe('TOO_MANY_REQUESTS');
    for (const gateway of gateways)
      expect(await byPassword(browser, person, password, gateway)).toMatchObject({
        secondFactor: null,
        userErrors: [],
      });
  });

  it('to a hundred passwords under aliases: neither takes them', async () => {
    const { person } = await openWithPassword();
    const guesses = Array.from(
      { length: 100 },
      (_, index) =>
        `g${index}: signInWithPassword(input: { email: "${person.email}", password: "wrong ${index}", delivery: BEARER }) { session }`,
    );
    for (const gateway of gateways) {
      const { data, errors } = await openBrowser().ask(gateway, `mutation { ${guesses.join('\n')} }`);
      const [{ extensions }] = errors as [{ extensions: { code: string } }];
      expect([data ?? null, extensions.code]).toEqual([null, 'QUERY_TOO_LARGE']);
    }
    expect((await byPassword(openBrowser(), person)).secondFactor).not.toBeNull();
  });
});
