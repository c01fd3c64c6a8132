import { readFileSync } from 'node:fs';
import { errorRegistry, type ErrorCode, type Grant } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { getNamedType, type GraphQLNamedType, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clinicOf } from '../appointments/clinic.ts';
import { appendSql } from '../ledger/append-access.ts';
import { writeAuditEvent } from '../ledger/audit-event.ts';
import { trustGraph } from '../graph/trust-graph.ts';
import type { AppointmentContent } from '../storage/content.ts';
import { migrate } from '../storage/migrate.ts';
import { buildSubgraph } from '../subgraph/build-subgraph.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { aNotice, anArticle, publishEntries } from '../testing/help.ts';
import { ids, lives } from '../testing/lives.ts';
import { seed, seedSlots, seedTask } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';
import { type Reach, reaches } from './access-matrix.selections.ts';

const own = (record: string): Grant => ({ record, relation: 'self', sections: 'all' });
const { appointments: offered } = aPolicy();
/** Cancelling is for no kind of appointment that these people have: so its preview is the same on whichever day this runs. */
const appointments = { ...offered, cancel: { ...offered.cancel, kinds: ['day-case'] } as typeof offered.cancel };
const letsCarersIn = aPolicy({ minimumAge: { years: 16, rule: 'K13' }, appointments });
const refusesCarers = aPolicy({
  appointments,
  minimumAge: { years: 16, rule: 'K13' },
  sharing: {
    carer: { allowed: false, words: 'No.', rule: 'W4' },
    clinician: { allowed: false, words: 'No.', rule: 'W4' },
  },
});

/** The day on which everything is asked: the timeline reaches two years before and after it. */
const clock = () => new Date('2026-06-15T09:00:00.000Z');
const inAnHour = Date.UTC(2026, 5, 15, 10) / 1000;

/** Each column of the table: whose record is asked for, and the grants in the token. */
const viewers: Record<string, { record: string; grants?: readonly Grant[] }> = {
  owner: { record: ids.adult, grants: [own(ids.adult)] },
  stranger: { record: ids.adult, grants: [own(ids.other)] },
  'too young': { record: ids.child, grants: [own(ids.child)] },
  carer: {
    record: ids.adult,
    grants: [own(ids.other), { record: ids.adult, relation: 'carer', sections: 'all', until: 4_000_000_000 }],
  },
  'carer refused': {
    record: ids.adult,
    grants: [own(ids.other), { record: ids.adult, relation: 'carer', sections: 'all' }],
  },
  'carer who may change': {
    record: ids.adult,
    grants: [{ record: ids.adult, relation: 'carer', sections: 'all', may: 'change' }],
  },
  'carer of letters and results': {
    record: ids.adult,
    grants: [
      own(ids.other),
      {
        record: ids.adult,
        relation: 'carer',
        sections: ['APPOINTMENT_LETTERS', 'CLINIC_LETTERS', 'TEST_RESULTS'],
        may: 'change',
      },
    ],
  },
  clinician: {
    record: ids.adult,
    grants: [{ record: ids.adult, relation: 'clinician', sections: 'all', may: 'read', until: inAnHour }],
  },
  'clinician refused': {
    record: ids.adult,
    grants: [{ record: ids.adult, relation: 'clinician', sections: 'all', may: 'read', until: inAnHour }],
  },
  expired: {
    record: ids.adult,
    grants: [{ record: ids.adult, relation: 'carer', sections: 'all', until: 1_700_000_000 }],
  },
  nobody: { record: ids.adult },
};

const ways = {
  root: (record: string, { root }: { root: string }) => `{ exampleRecord(id: "${record}") { ${root} } }`,
  nested: (record: string, { nested }: { nested: string }) => `{ exampleRecord(id: "${record}") { ${nested} } }`,
  entities: (record: string, { nested }: { nested: string }) =>
    `{ _entities(representations: [{ __typename: "ExampleRecord", id: "${record}" }]) { ... on ExampleRecord { ${nested} } } }`,
} as const;
type Way = keyof typeof ways;
/** What anybody may read hangs on no record. */
const helpQuery = ({ nested }: Reach) =>
  `{ _entities(representations: [{ __typename: "ExampleHelp", key: "example" }]) { ... on ExampleHelp { ${nested} } } }`;

const table = readTable(readFileSync(new URL('./access-matrix.md', import.meta.url), 'utf8'));
const answers = JSON.parse(readFileSync(new URL('./access-matrix.answers.json', import.meta.url), 'utf8')) as Record<
  string,
  { root: object; nested: object }
>;

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let open: RunningService;
let closed: RunningService;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, lives);
  await seedClinic();
  await seedReport();
  await seedLook();
  await publishEntries([anArticle({ id: 'faq', kind: 'GUIDES' }), aNotice({ until: '2099-01-01T00:00:00Z' })], {
    policy: letsCarersIn,
    ownerUrl: database.ownerUrl,
  });
  issuer = await startIssuer();
  open = await startTrust({ policy: letsCarersIn, databaseUrl: database.appUrl, issuerUrl: issuer.url, clock });
  closed = await startTrust({ policy: refusesCarers, databaseUrl: database.appUrl, issuerUrl: issuer.url, clock });
});

afterAll(async () => {
  await Promise.all([open?.close(), closed?.close(), issuer?.close()]);
  await database?.drop();
});

describe('the access matrix', () => {
  it('has a row and a way for every type of a trust', () => {
    const { schema } = buildSubgraph(trustGraph(letsCarersIn));
    const data = [...typesOfQueries(schema)].filter((name) => !['Query', '_Service'].includes(name)).sort();
    expect([...table.keys()].sort()).toEqual(data);
    expect(Object.keys(reaches).sort()).toEqual(data);
  });

  const rows = [...table].flatMap(([type, cells]) =>
    Object.entries(cells).map(([viewer, cell]) => ({ type, viewer, cell })),
  );

  it.each(rows)('K13 W1 W4 answers $cell to $viewer for $type', async ({ type, viewer, cell }) => {
    const { record, grants } = viewers[viewer] ?? {};
    const reach = reaches[type];
    if (!record || !reach) throw new Error(`no such row: ${type}, ${viewer}`);
    const token = grants && (await issuer.mint({ audience: 'example', grants, now: clock() }));
    const { url } = viewer.endsWith(' refused') ? closed : open;
    if (reach.isPublic) {
      expect(cell).toBe('shown');
      expect(await ask(url, helpQuery(reach), { token })).toEqual(shown(type, 'entities'));
      return;
    }
    for (const way of Object.keys(ways) as Way[]) {
      const answer = await ask(url, ways[way](record, reach), { token });
      expect({ way, answer }).toEqual({
        way,
        answer: cell === 'shown' ? shown(type, way) : denied(cell as ErrorCode, way, reach),
      });
    }
  });
});

/** A free time of the clinic of these appointments, long after anybody runs this. */
async function seedClinic(): Promise<void> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  const content = lives[0]?.items?.find(({ id }) => id === ids.appointment)?.content as AppointmentContent;
  const clinic = clinicOf('example', content) ?? '';
  const times = { startsAt: '2099-06-01T09:00:00.000Z', endsAt: '2099-06-01T09:30:00.000Z' };
  await seedSlots(client, [{ id: ids.slot, clinic, ...times, capacity: 3, taken: 1 }]);
  await client.end();
}

/** A mistake that the adult reported, and a question to the staff. */
async function seedReport(): Promise<void> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await seedTask(client, {
    id: ids.report,
    recordId: ids.adult,
    number: '4K7-9QX-2MD',
    kind: 'mistake',
    item: ids.letter,
    actor: 'actor',
    content: { topic: 'NOT_URGENT', words: 'The date is wrong.' },
    createdAt: '2026-06-01T09:00:00.000Z',
  });
  await seedTask(client, {
    id: ids.request,
    recordId: ids.adult,
    number: 'ABC-DEF-GHJ',
    kind: 'support',
    actor: 'actor',
    content: { topic: 'RECORD', words: 'Where is my letter?' },
    createdAt: '2026-06-02T09:00:00.000Z',
  });
  await client.end();
}

/** That the staff looked at what the adult had reported. */
async function seedLook(): Promise<void> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  const event = writeAuditEvent(letsCarersIn.trust, {
    recordId: ids.adult,
    at: new Date('2026-06-03T09:00:00.000Z'),
    action: 'R',
    kinds: ['DETAILS', 'REPORTS'],
    verb: 'staff-show',
    correlation: 'staff-1',
    by: 'STAFF',
    actor: 'staff',
  });
  await client.query(appendSql, [[JSON.stringify({ ...JSON.parse(event), id: ids.look })]]);
  await client.end();
}

/** Object types that a query can reach; what only a verb answers is asked by the tests of that verb. */
function typesOfQueries(schema: GraphQLSchema): Set<string> {
  const reached = new Set<string>();
  const visit = (type: GraphQLNamedType) => {
    if (!isObjectType(type)) return isAbstractType(type) ? schema.getPossibleTypes(type).forEach(visit) : undefined;
    if (reached.has(type.name)) return;
    reached.add(type.name);
    for (const field of Object.values(type.getFields())) visit(getNamedType(field.type));
  };
  visit(schema.getQueryType() as GraphQLNamedType);
  return reached;
}

function shown(type: string, way: Way): object {
  const answer = answers[type];
  if (!answer) throw new Error(`no answer written for ${type}`);
  return { data: way === 'entities' ? { _entities: [answer.nested] } : { exampleRecord: answer[way] } };
}

/** What is the owner's alone is refused at its own field; everything else at the record. */
function denied(code: ErrorCode, way: Way, reach: Reach): object {
  if (code === 'SECTION_NOT_SHARED') {
    const [field = ''] = (way === 'root' ? reach.root : reach.nested).split(/\W/);
    const path = way === 'entities' ? ['_entities', 0, field] : ['exampleRecord', field];
    const data = way === 'entities' ? { _entities: [{ [field]: null }] } : { exampleRecord: { [field]: null } };
    const extensions = { code, trust: 'example' };
    return { errors: [{ message: errorRegistry[code].message, path, extensions }], data };
  }
  const details: Partial<Record<ErrorCode, object>> = {
    NOT_YOURS: { trust: 'example' },
    AGE_BLOCKED: { trust: 'example', rule: 'K13', minimumAge: 16 },
    CARER_REFUSED: { trust: 'example', rule: 'W4' },
    GRANT_EXPIRED: { trust: 'example' },
  };
  const whole = way === 'entities' && code === 'UNAUTHENTICATED';
  const path = way !== 'entities' ? ['exampleRecord'] : whole ? ['_entities'] : ['_entities', 0];
  const data = way !== 'entities' ? { exampleRecord: null } : whole ? null : { _entities: [null] };
  return { errors: [{ message: errorRegistry[code].message, path, extensions: { code, ...details[code] } }], data };
}

function readTable(markdown: string): Map<string, Record<string, string>> {
  const [header = [], , ...rows] = markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return new Map(
    rows.map(([type = '', ...cells]) => [
      type,
      Object.fromEntries(header.slice(1).map((viewer, column) => [viewer, cells[column] ?? ''])),
    ]),
  );
}
