import { appointmentSections, errorRegistry, type ErrorCode, type Grant, headers } from '@crosstrust/contract';
import { createTestDatabase } from '@crosstrust/service/testing';
import type { Policy } from '../policy/policy.ts';
import { migrate } from '../storage/migrate.ts';
import { ask } from './ask.ts';
import { startIssuer } from './issuer.ts';
import { readRows } from './rows.ts';
import { seed, type SeedItem, type SeedRecord } from './seed.ts';
import { startTrust } from './start-trust.ts';

/** Ids of who stands in a record bed: a patient, a stranger with a record of their own, and somebody too young. */
export const people = {
  patient: 'aaaaaaaa-0000-4000-8000-000000000001',
  stranger: 'aaaaaaaa-0000-4000-8000-000000000002',
  child: 'aaaaaaaa-0000-4000-8000-000000000003',
} as const;

/** Whom every verb on a patient's own record refuses: who asks, the grants of their token (null: no token), and the code. */
export const refusedViewers = [
  ['a stranger', [grantTo(people.stranger)], 'NOT_YOURS'],
  ['a carer', [grantTo(people.patient, { relation: 'carer' })], 'READ_ONLY'],
  ['a clinician', [grantTo(people.patient, { relation: 'clinician' })], 'READ_ONLY'],
  ['a calendar', [grantTo(people.patient, { sections: [...appointmentSections] })], 'SECTION_NOT_SHARED'],
  ['a grant that is over', [grantTo(people.patient, { until: 1_700_000_000 })], 'GRANT_EXPIRED'],
  ['nobody', null, 'UNAUTHENTICATED'],
] as const satisfies readonly (readonly [string, readonly Grant[] | null, ErrorCode])[];

/** A grant of one's own record, unless it is said to be otherwise. */
export function grantTo(record: string, grant: Partial<Grant> = {}): Grant {
  return { record, relation: 'self', sections: 'all', ...grant };
}

interface Given {
  readonly policies: Readonly<Record<string, Policy>>;
  readonly items?: readonly SeedItem[];
  readonly documents?: SeedRecord['documents'];
  /** The instant at which the clocks stand. */
  readonly now: string;
}

/** Trusts over one database in which the patient holds what is given, and the others nothing. The clock stands until it is set. */
export async function startRecordBed({ policies, items = [], documents = [], now: start }: Given) {
  const database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, [
    { id: people.patient, patient: aPatient('9990000018', '1980-05-01'), items, documents },
    { id: people.stranger, patient: aPatient('9990000026', '1970-05-01') },
    { id: people.child, patient: aPatient('9990000034', '2015-05-01') },
  ]);
  const issuer = await startIssuer();
  let now = new Date(start);
  const serve = ([name, policy]: [string, Policy]) =>
    startTrust({ policy, databaseUrl: database.appUrl, issuerUrl: issuer.url, clock: () => now }).then(
      (service) => [name, { service, policy }] as const,
    );
  const trusts = new Map(await Promise.all(Object.entries(policies).map(serve)));
  const [first = ''] = trusts.keys();
  const trustOf = (name: string) => {
    const found = trusts.get(name);
    if (!found) throw new Error(`no policy ${name} in this bed`);
    return found;
  };
  // a clinician's grant ends soon, or it is none
  const inTime = (grant: Grant): Grant =>
    grant.relation === 'clinician' ? { until: Math.floor(now.getTime() / 1000) + 900, ...grant } : grant;
  const tokenFor = (grants: readonly Grant[], name: string) =>
    issuer.mint({ audience: trustOf(name).policy.trust.key, grants: grants.map(inTime), now });

  return {
    setClock: (instant: string) => {
      now = new Date(instant);
    },
    /** Asks a trust, the first one by default, as its patient by default. `as: null`: with no token. */
    ask: async (query: string, { as = [grantTo(people.patient)], at = first, variables = {} }: Asked = {}) => {
      const token = as === null ? undefined : await tokenFor(as, at);
      const options = { token, variables, headers: { [headers.budget]: '30000' } };
      return (await ask(trustOf(at).service.url, query, options)) as Answer;
    },
    /** Opens a document's link as the gateway does. */
    open: async (url: string, { as = [grantTo(people.patient)], at = first }: Asked = {}): Promise<Response> => {
      const { service, policy } = trustOf(at);
      const path = url.replace(`/documents/${policy.trust.key}/`, '/documents/');
      const init = as === null ? {} : { headers: { authorization: `Bearer ${await tokenFor(as, at)}` } };
      return fetch(`${service.url}${path}`, init);
    },
    database,
    rows: (sql: string, values?: readonly unknown[]) => readRows(database.adminUrl, sql, values),
    close: async () => {
      await Promise.all([...[...trusts.values()].map(({ service }) => service.close()), issuer.close()]);
      await database.drop();
    },
  };
}

export type RecordBed = Awaited<ReturnType<typeof startRecordBed>>;

interface Asked {
  readonly as?: readonly Grant[] | null;
  readonly at?: string;
  readonly variables?: object;
}

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: each test asserts what it asked for
  readonly data?: any;
  readonly errors?: readonly object[];
}

/** An error as it comes back. */
export const refusal = (code: ErrorCode, path: readonly (string | number)[], details: object = {}) => ({
  message: errorRegistry[code].message,
  path,
  extensions: { code, ...details },
});

const aPatient = (nhsNumber: string, birthDate: string) => ({ nhsNumber, birthDate, name: 'Łukasz Żak' });
