import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headers, type SessionAnswer, trusts } from '@crosstrust/contract';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { type Accounts, createAccounts } from '../create-accounts.ts';
import { migrate } from '../database/migrate.ts';
import type { ShownMessage } from '../messages/inbox-page.ts';
import { readServeSettings } from '../settings.ts';
import { type FakeTrust, type HeldPatient, startFakeTrust } from './fake-trust.ts';
import { makeRingKey, makeSigningKey } from './keys.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { makePatient } from './people.ts';
import { sectionsOf, sharingOf } from './sharing-policies.ts';
import { registrationOf } from './registration.ts';

/** The answer of the GraphQL endpoint, whole. */
export interface GraphAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: each query has a shape of its own
  readonly data?: any;
  readonly errors?: readonly { message: string; path?: unknown[]; extensions: { code: string } }[];
  readonly status: number;
  /** What the gateway would make its cookie of. */
  readonly handed: string | null;
  /** What the gateway would make its cookie of a saved device of; absent when none was handed. */
  readonly device?: string;
}

/** The running service, two fake trusts, and a clock that stands still. */
export interface Bed extends ManualClock {
  accounts: Accounts;
  readonly database: TestDatabase;
  readonly kingston: FakeTrust;
  readonly westHerts: FakeTrust;
  /** How long each fixed-time answer wanted to wait. */
  readonly waits: number[];
  /** @param more headers, as the gateway tells of the client */
  ask(query: string, variables?: object, token?: string, more?: Readonly<Record<string, string>>): Promise<GraphAnswer>;
  /** `POST /session`: the answer, or the code of the refusal. */
  check(session: string, more?: { knownVersion?: string; active?: boolean }): Promise<SessionAnswer | { code: string }>;
  /** The token for `accounts` that the gateway would bring on behalf of this session. */
  tokenOf(session: string): Promise<string>;
  /** Newest first, after the worker has done its jobs. */
  inbox(): Promise<ShownMessage[]>;
  codeFor(address: string): Promise<string>;
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Restarts the service with other settings on the same database. */
  restart(change: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

export async function startBed(): Promise<Bed> {
  const time = manualClock();
  const [database, kingston, westHerts, folder] = await Promise.all([
    createTestDatabase('accounts', migrate),
    startFakeTrust('kingston', ['nhsNumber', 'birthDate', 'mobile', 'email'], time.clock),
    startFakeTrust('west-herts-royal-free', ['nhsNumber', 'birthDate', 'mobile'], time.clock),
    mkdtemp(join(tmpdir(), 'accounts-')),
  ]);
  await writeFile(join(folder, 'policies.json'), JSON.stringify(policiesOf([kingston, westHerts])));
  const waits: number[] = [];
  let environment: Readonly<Record<string, string>> = {
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'silent',
    MESSAGES: 'inbox',
    TRIES_PER_ADDRESS: '100000',
    PUBLIC_URL: 'http://localhost:4000',
    DATABASE_URL: database.appUrl,
    POLICIES: join(folder, 'policies.json'),
    TRUST_URLS: [kingston, westHerts].map(({ key, url }) => `${key}=${url}`).join(','),
    SIGNING_KEYS: JSON.stringify({ keys: [makeSigningKey('accounts-1')] }),
    DATA_KEYS: makeRingKey('d1'),
    LOOKUP_KEYS: makeRingKey('l1'),
  };
  const start = () =>
    createAccounts({
      settings: readServeSettings(environment),
      clock: time.clock,
      sleep: async (ms) => void waits.push(ms),
    });
  const bed: Bed = {
    ...time,
    accounts: await start(),
    database,
    kingston,
    westHerts,
    waits,
    ask: (query, variables = {}, token, more = {}) => askGraph(bed.accounts.url, query, variables, token, more),
    check: async (session, more = {}) =>
      (await post(`${bed.accounts.url}/session`, { session, active: true, ...more })).json() as Promise<SessionAnswer>,
    tokenOf: async (session) => {
      const answer = await bed.check(session, { active: false });
      const token = 'fresh' in answer ? answer.fresh?.tokens['accounts'] : undefined;
      if (!token) throw new Error('the session has ended');
      return token;
    },
    inbox: async () => {
      await bed.accounts.drain();
      return (await fetch(`${bed.accounts.url}/inbox.json`)).json() as Promise<ShownMessage[]>;
    },
    codeFor: async (address) => {
      const text = (await bed.inbox()).find(({ to }) => to === address)?.text ?? '';
      return /^(\d{6}) is your/.exec(text)?.[1] ?? 'none';
    },
    sql: async (text, values = []) => {
      const client = new Client({ connectionString: database.adminUrl });
      await client.connect();
      return client
        .query(text, values)
        .then(({ rows }) => rows)
        .finally(() => client.end());
    },
    restart: async (change) => {
      await bed.accounts.close();
      environment = { ...environment, ...change };
      bed.accounts = await start();
    },
    close: async () => {
      await bed.accounts.close();
      await Promise.all([database.drop(), kingston.close(), westHerts.close(), rm(folder, { recursive: true })]);
    },
  };
  return bed;
}

/** Opens the account of a new patient whom a trust holds, and signs them in. */
export async function openAccountOf(
  bed: Bed,
  given: Partial<HeldPatient> = {},
  trust = bed.kingston,
): Promise<{ patient: HeldPatient; session: string }> {
  const patient = trust.hold(makePatient(given));
  const opened = await bed.ask(openAccountMutation, { input: openInput(patient, trust.key) });
  const answer = await bed.ask(signInMutation, {
    input: {
      challenge: opened.data?.openAccount.challenge ?? '',
      code: await bed.codeFor(patient.mobile),
      delivery: 'BEARER',
    },
  });
  if (!answer.data?.signIn.session) throw new Error(`no account was opened: ${JSON.stringify({ opened, answer })}`);
  return { patient, session: answer.data.signIn.session as string };
}

export function openInput({ nhsNumber, birthDate, mobile, email }: HeldPatient, trust = 'kingston') {
  return { trust, nhsNumber, birthDate, mobile, email, idempotencyKey: crypto.randomUUID() };
}

/** Asks for a code and returns the challenge. */
export async function challengeFor(
  bed: Bed,
  input: { mobile?: string; email?: string; birthDate: string },
): Promise<string> {
  const answer = await bed.ask(requestCodeMutation, { input });
  return answer.data.requestCode.challenge as string;
}

/** Answers a challenge: the session of a bearer, or the code of the user error. */
export async function answerChallenge(bed: Bed, challenge: string, code: string): Promise<string> {
  const { data } = await bed.ask(signInMutation, { input: { challenge, code, delivery: 'BEARER' } });
  return data.signIn.session ?? data.signIn.userErrors[0].code;
}

/** A code that is not this one. */
export const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

export const requestCodeMutation = `mutation ($input: RequestCodeInput!) { requestCode(input: $input) { challenge expiresAt userErrors { code message field } } }`;
export const openAccountMutation = `mutation ($input: OpenAccountInput!) { openAccount(input: $input) { challenge expiresAt userErrors { code field } } }`;
export const signInMutation = `mutation ($input: SignInInput!) { signIn(input: $input) { session me { name } userErrors { code field } } }`;

const policiesOf = (running: readonly FakeTrust[]) =>
  Object.fromEntries(
    trusts.map(({ key }) => [
      key,
      {
        minimumAge: { years: key.startsWith('west-herts') ? 18 : 16, rule: 'assumed' },
        sharing: sharingOf(key),
        sections: sectionsOf(),
        leaving: { after: { words: `After ${key}.` }, stopTexts: { words: `No texts of ${key}.` } },
        linking: { match: running.find((trust) => trust.key === key)?.match ?? [], words: `How to link ${key}.` },
        registration: registrationOf(key),
      },
    ]),
  );

const post = (url: string, body: object, more: Readonly<Record<string, string>> = {}) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...more }, body: JSON.stringify(body) });

async function askGraph(
  url: string,
  query: string,
  variables: object,
  token: string | undefined,
  more: Readonly<Record<string, string>>,
): Promise<GraphAnswer> {
  const response = await post(
    `${url}/graphql`,
    { query, variables },
    token ? { ...more, authorization: `Bearer ${token}` } : more,
  );
  const answer = (await response.json()) as Pick<GraphAnswer, 'data' | 'errors'>;
  const device = response.headers.get(headers.savedDevice);
  return {
    ...answer,
    status: response.status,
    handed: response.headers.get(headers.session),
    ...(device === null ? {} : { device }),
  };
}
