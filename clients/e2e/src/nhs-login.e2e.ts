import { nhsCheckDigit } from '@crosstrust/contract';
import { internationalOf } from '@crosstrust/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from './testing/cookie-browser.ts';
import { type NhsLogin, type NhsLoginPerson, startNhsLogin } from './testing/nhs-login.ts';
import { type SecondGateway, startSecondGateway } from './testing/second-gateway.ts';
import { freePort, type SecondProcess, startProcess } from './testing/second-process.ts';
import { openSystem, type System } from './testing/system.ts';

let system: System;
let nhsLogin: NhsLogin;
let accounts: SecondProcess;
/** Two gateways with the one public address of the first. */
let first: SecondGateway;
let second: SecondGateway;
beforeAll(async () => {
  system = await openSystem();
  const [gatewayPort, accountsPort] = [await freePort(), await freePort()];
  const publicUrl = `http://localhost:${gatewayPort}`;
  const accountsUrl = `http://127.0.0.1:${accountsPort}`;
  nhsLogin = await startNhsLogin(`${publicUrl}/nhs-login/return`);
  accounts = await startProcess(
    'subgraphs/accounts/dist/main.js',
    {
      ...system.accountsSettings,
      ...nhsLogin.settings,
      PORT: String(accountsPort),
      PUBLIC_URL: publicUrl,
      LOG_LEVEL: 'debug',
    },
    accountsUrl,
  );
  const urls = { ...system.urls, accounts: accountsUrl };
  first = await startSecondGateway(urls, { PORT: String(gatewayPort), LOG_LEVEL: 'debug' });
  second = await startSecondGateway(urls, { PUBLIC_URL: publicUrl, LOG_LEVEL: 'debug' });
}, 90_000);
afterAll(async () => {
  await Promise.all([first, second, accounts].map((process) => process?.stop()));
  await nhsLogin?.close();
});

/** A person who is no sample patient. */
function stranger(sub: string, serial: number, given: Record<string, unknown> = {}): NhsLoginPerson {
  let nine = 999_700_000 + serial * 1_000;
  const isTaken = () => system.people.some(({ nhsNumber }) => nhsNumber.startsWith(String(nine)));
  while (nhsCheckDigit(String(nine)) === null || isTaken()) nine += 1;
  return {
    sub,
    nhs_number: `${nine}${nhsCheckDigit(String(nine))}`,
    birthdate: '1983-04-05',
    given_name: 'Robin',
    family_name: `Newcomer-${sub}`,
    identity_proofing_level: 'P9',
    email: `${sub}@nhs-login.example`,
    email_verified: true,
    phone_number: `+4477009007${String(serial).padStart(2, '0')}`,
    phone_number_verified: true,
    ...given,
  };
}

const isReturn = (url: URL) => url.pathname === '/nhs-login/return';
const pathOf = ({ at }: { at: URL }) => at.pathname + at.search;

/** Where a browser stays that signs in as this person. */
async function enter(browser: Browser, person: NhsLoginPerson | null, page = '/nhs-login'): Promise<string> {
  nhsLogin.meet(person);
  return pathOf(
    await browser.go(first.url + page, { until: ({ href }) => href.startsWith(`${first.url}/?`) || isHome(href) }),
  );
}
const isHome = (href: string) => href === `${first.url}/`;

/** The address at which a browser comes back, which it has not gone to yet. */
async function comeBack(browser: Browser, person: NhsLoginPerson | null): Promise<URL> {
  nhsLogin.meet(person);
  return (await browser.go(`${first.url}/nhs-login`, { until: isReturn })).at;
}

const me = '{ me { name records { trust { key } } security { nhsLogin { linkedAt } } } session { level } }';

describe('signing in with NHS login', () => {
  it('takes a newcomer through NHS login and back, with two factors and no hospital yet', async () => {
    const browser = openBrowser();
    const newcomer = stranger('one', 1);
    expect(await enter(browser, newcomer)).toBe('/');
    expect(await browser.ask(first.url, me)).toEqual({
      data: {
        me: { name: 'Robin Newcomer-one', records: [], security: { nhsLogin: { linkedAt: expect.any(String) } } },
        session: { level: 'TWO_FACTORS' },
      },
    });
    const refused = await browser.ask(
      first.url,
      'mutation { linkTrust(input: { trust: "kingston", idempotencyKey: "nhs-login-e2e" }) { userErrors { code } } }',
    );
    expect(refused).toEqual({ data: { linkTrust: { userErrors: [{ code: 'DETAILS_DO_NOT_MATCH' }] } } });
  });

  it('opens a patient’s account to them, with every hospital, and tells them; they take it away again', async () => {
    const { nhsNumber, birthDate, mobile, given, family, trusts } = system.person('four-trusts');
    const patient = stranger('patient', 2, { nhs_number: nhsNumber, birthdate: birthDate });
    const since = Date.now();
    const browser = openBrowser();
    expect(await enter(browser, patient)).toBe('/');
    const { data } = (await browser.ask(first.url, me)) as { data: { me: { records: { trust: { key: string } }[] } } };
    expect(data).toMatchObject({ me: { name: `${given} ${family}` }, session: { level: 'TWO_FACTORS' } });
    expect(data.me.records.map(({ trust }) => trust.key).toSorted()).toEqual([...trusts].sort());
    const texts = await system.inbox.read();
    expect(
      texts.filter(
        ({ to, text, time }) =>
          to === internationalOf(mobile) && Date.parse(time) >= since && text.startsWith('Your NHS login'),
      ),
    ).toHaveLength(1);

    const unlinked = await browser.ask(
      first.url,
      'mutation { unlinkNhsLogin(input: { idempotencyKey: "nhs-login-unlink-e2e" }) { me { security { nhsLogin { linkedAt } } } userErrors { code } } }',
    );
    expect(unlinked).toEqual({ data: { unlinkNhsLogin: { me: { security: { nhsLogin: null } }, userErrors: [] } } });
    expect(await enter(openBrowser(), patient)).toBe('/?signIn=NHS_LOGIN_TAKEN_AWAY');
  });

  it('is begun at one gateway and finished at another', async () => {
    const browser = openBrowser();
    const back = await comeBack(browser, stranger('two-gateways', 3));
    const at = new URL(back.pathname + back.search, second.url);
    expect(pathOf(await browser.go(at.href, { until: ({ pathname }) => pathname === '/' }))).toBe('/');
    expect(await browser.ask(first.url, '{ me { name } }')).toEqual({
      data: { me: { name: 'Robin Newcomer-two-gateways' } },
    });
  });
});

describe('is refused, and signs nobody in, when', () => {
  const nobody = { data: { session: null } };
  const session = '{ session { level } }';

  it.each([
    [
      'the identity is not proven',
      () => stranger('p5', 4, { vot: 'P5.Cp.Cd', identity_proofing_level: 'P5' }),
      'NHS_LOGIN_NOT_PROVEN',
    ],
    ['one factor was used', () => stranger('one-factor', 5, { vot: 'P9.Cp' }), 'NHS_LOGIN_NOT_PROVEN'],
    ['the person shares nothing', () => null, 'NHS_LOGIN_NOT_SHARED'],
    [
      'NHS login knows no mobile',
      () => stranger('no-mobile', 6, { phone_number: undefined }),
      'NHS_LOGIN_DETAILS_MISSING',
    ],
  ])('%s', async (_what, personOf, code) => {
    const browser = openBrowser();
    expect(await enter(browser, personOf())).toBe(`/?signIn=${code}`);
    expect(await browser.ask(first.url, session)).toEqual(nobody);
  });

  it('another browser brings the answer, and the one that began still gets in, once', async () => {
    const [browser, thief] = [openBrowser(), openBrowser()];
    const back = await comeBack(browser, stranger('stolen', 7));
    const stop = { until: ({ pathname }: URL) => pathname === '/' };
    expect(pathOf(await thief.go(back.href, stop))).toBe('/?signIn=NHS_LOGIN_FAILED');
    await comeBack(thief, stranger('thief', 8));
    expect(pathOf(await thief.go(back.href, stop))).toBe('/?signIn=NHS_LOGIN_FAILED');
    expect(await thief.ask(first.url, session)).toEqual(nobody);
    expect(pathOf(await browser.go(back.href, stop))).toBe('/');
    expect(pathOf(await browser.go(back.href, stop))).toBe('/?signIn=NHS_LOGIN_FAILED');
  });

  it('the birth date is not the one of the patient with this NHS number', async () => {
    const { nhsNumber } = system.person('leap-day');
    expect(await enter(openBrowser(), stranger('wrong-date', 9, { nhs_number: nhsNumber }))).toBe(
      '/?signIn=NHS_LOGIN_MISMATCH',
    );
  });

  it('K14 the email has an account', async () => {
    const { email } = system.person('four-trusts');
    expect(await enter(openBrowser(), stranger('shared-email', 10, { email }))).toBe('/?signIn=EMAIL_TAKEN');
  });

  it('another site sends the browser there', async () => {
    const answer = await fetch(`${first.url}/nhs-login?link=1`, {
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([403, null]);
  });
});

it('U4 is told among the ways in, of which the text comes first; without its settings it is off', async () => {
  const stateAt = async (portal: System['portal']) => {
    const { data } = await portal.ask('{ waysIn { kind state } }');
    const ways = (data as { waysIn: { kind: string; state: string }[] }).waysIn;
    return [ways[0]?.kind, ways.find(({ kind }) => kind === 'NHS_LOGIN')?.state];
  };
  expect(await stateAt(first.portal)).toEqual(['CODE_BY_TEXT', 'AVAILABLE']);
  expect(await stateAt(system.portal)).toEqual(['CODE_BY_TEXT', 'OFF']);
  const off = await fetch(`${system.urls.gateway}/nhs-login`, { redirect: 'manual' });
  expect([off.status, off.headers.get('location')]).toEqual([303, '/?signIn=NHS_LOGIN_UNAVAILABLE']);
});

it('leaves the code, the state and the person out of every log and every later address', async () => {
  const browser = openBrowser();
  const person = stranger('logged', 11);
  nhsLogin.meet(person);
  const { way } = await browser.go(`${first.url}/nhs-login`, { until: ({ href }) => isHome(href) });
  const back = way.find(isReturn)?.searchParams;
  const secrets = [
    back?.get('code'),
    back?.get('state'),
    person['nhs_number'],
    person['email'],
    person['phone_number'],
    'Newcomer',
  ];
  expect(secrets.every((secret) => typeof secret === 'string' && secret.length > 5)).toBe(true);
  const logs = [first, second, accounts].map((process) => process.log()).join('\n');
  expect(logs).toContain('/nhs-login/return');
  for (const secret of secrets) expect(logs.includes(String(secret))).toBe(false);
});
