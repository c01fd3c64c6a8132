import { headers } from '@crosstrust/contract';
import { type Bed, startBed } from './bed.ts';
import { openBrowser } from './browser.ts';
import { type FakeNhsLogin, type NhsLoginPerson, startFakeNhsLogin } from './fake-nhs-login.ts';
import { makePatient } from './people.ts';

/** An answer of accounts' own routes, whole. */
export interface RouteAnswer {
  readonly status: number;
  readonly body: unknown;
  /** What the gateway would make its cookie of. */
  readonly session: string | null;
}

/** An identity with the claims of a whole profile. */
export type WholeIdentity = NhsLoginPerson & { readonly nhs_number: string; readonly birthdate: string };

/** The running service as a client of a fake NHS login, and browsers that go there and back. */
export interface NhsLoginBed {
  readonly bed: Bed;
  readonly nhsLogin: FakeNhsLogin;
  readonly publicUrl: string;
  post(path: string, body: object, token?: string, more?: Record<string, string>): Promise<RouteAnswer>;
  /** `POST /nhs-login/begin`. */
  begin(more?: object, token?: string): Promise<{ url: string; browser: string }>;
  /** `POST /nhs-login/finish`. */
  finish(params: object, browser: string | undefined, token?: string): Promise<RouteAnswer>;
  /** Goes to NHS login as this person, and comes back with what it says. */
  visit(url: string, person: NhsLoginPerson | 'deny'): Promise<Record<string, string>>;
  /** The whole way: there and back, and in. */
  enter(person: NhsLoginPerson | 'deny', more?: object, token?: string): Promise<RouteAnswer>;
  /** How many rows there are that a sign-in may write. */
  counts(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** How `finish` answers when it signs nobody in. */
export const refusal = (code: string): RouteAnswer => ({ status: 200, body: { refused: code }, session: null });

/** @param settings more settings of the service */
export async function startNhsLoginBed(settings: Readonly<Record<string, string>> = {}): Promise<NhsLoginBed> {
  const publicUrl = 'http://localhost:4000';
  const nhsLogin = await startFakeNhsLogin(`${publicUrl}/nhs-login/return`);
  const bed = await startBed();
  await bed.restart({
    ...settings,
    PUBLIC_URL: publicUrl,
    NHS_LOGIN_ISSUER: nhsLogin.issuer,
    NHS_LOGIN_CLIENT_ID: nhsLogin.clientId,
    NHS_LOGIN_KEY: nhsLogin.clientKey.replaceAll('\n', '\\n'),
  });
  const post: NhsLoginBed['post'] = async (path, body, token, more = {}) => {
    const response = await fetch(`${bed.accounts.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...more,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json(), session: response.headers.get(headers.session) };
  };
  const begin: NhsLoginBed['begin'] = async (more = {}, token) =>
    (await post('/nhs-login/begin', { link: false, to: '/', ...more }, token)).body as { url: string; browser: string };
  const finish: NhsLoginBed['finish'] = (params, browser, token) =>
    post('/nhs-login/finish', { ...params, ...(browser ? { browser } : {}) }, token);
  const visit: NhsLoginBed['visit'] = async (url, person) => {
    nhsLogin.meet(person);
    const back = await openBrowser(nhsLogin.issuer).leave(url);
    if (back.origin + back.pathname !== `${publicUrl}/nhs-login/return`) throw new Error(`not back, but at ${back}`);
    back.searchParams.delete('error_description');
    return Object.fromEntries(back.searchParams);
  };
  return {
    bed,
    nhsLogin,
    publicUrl,
    post,
    begin,
    finish,
    visit,
    enter: async (person, more, token) => {
      const { url, browser } = await begin(more, token);
      return finish(await visit(url, person), browser, token);
    },
    counts: async () => {
      const tables = ['account', 'nhs_login', 'session', 'outbox', 'audit'];
      const [row = {}] = await bed.sql(
        `select ${tables.map((table) => `(select count(*)::int from ${table}) as ${table}`)}`,
      );
      return row as Record<string, number>;
    },
    close: async () => {
      await bed.close();
      await nhsLogin.close();
    },
  };
}

let made = 0;

/** A person as NHS login knows them, proven, with the claims of their profile; every claim can be given. */
export function identityOf(given: Record<string, unknown> = {}): WholeIdentity {
  made += 1;
  const { nhsNumber, birthDate } = makePatient();
  return {
    sub: `subject-${made}`,
    nhs_number: nhsNumber,
    birthdate: birthDate,
    given_name: 'Sample',
    family_name: `Identity ${made}`,
    identity_proofing_level: 'P9',
    email: `identity-${made}@example.org`,
    email_verified: true,
    phone_number: `07700 9001${String(made % 100).padStart(2, '0')}`,
    phone_number_verified: true,
    ...given,
  };
}

/** The identity of a patient whom a trust holds. */
export const identityOfPatient = (
  { nhsNumber, birthDate }: { nhsNumber: string; birthDate: string },
  given: Record<string, unknown> = {},
): WholeIdentity => identityOf({ nhs_number: nhsNumber, birthdate: birthDate, ...given });
