import { accountsIssuer, errorRegistry, type Grant } from '@crosstrust/contract';
import { createLog, createPool, type RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import type { GraphQLObjectType } from 'graphql';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locks } from '../create-trust.ts';
import { trustGraph } from '../graph/trust-graph.ts';
import { migrate } from '../storage/migrate.ts';
import { createReaders } from '../storage/readers.ts';
import { scopeQueries } from '../storage/scoped-queries.ts';
import { buildSubgraph, describeSubgraph } from '../subgraph/build-subgraph.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { seed } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';
import { createJudge } from './judge.ts';
import { Viewer } from './viewer.ts';

const policy = aPolicy();
const own = (record: string): Grant => ({ record, relation: 'self', sections: 'all' });

/** A viewer who may see everything: what a reader without a viewer would amount to. */
const allSeeing = Viewer.ofVerified({
  iss: accountsIssuer,
  aud: 'example',
  sub: 'anybody',
  iat: 0,
  exp: 0,
  jti: 'jti',
  level: 'one-factor',
  grants: lives.map(({ id }) => own(id)),
});
const openReaders: Locks['readers'] = (parts) => createReaders({ ...parts, viewer: allSeeing });
const noGuard: Locks['guard'] = (parts) => describeSubgraph(parts);
const noJudge: Locks['judge'] = () => async () => true;

const lists = '{ id letters { nodes { title } } appointment(id: "ID") { id } }'.replace('ID', ids.appointment);
const root = `{ exampleRecord(id: "${ids.adult}") ${lists} }`;
const entities = `{ _entities(representations: [{ __typename: "ExampleRecord", id: "${ids.adult}" }]) { ... on ExampleRecord ${lists} } }`;

const guarded = buildSubgraph(trustGraph(policy)).schema;
const refusal = new Error('refused');

/** One field with a context of the test's own; graphql treats an Error that a resolver returns as thrown. */
async function resolveAlone(
  parentType: GraphQLObjectType,
  fieldName: string,
  parent: object,
  args: object,
  context: object,
): Promise<unknown> {
  return parentType
    .getFields()
    [fieldName]?.resolve?.(parent, args, context, { parentType, fieldName, schema: guarded } as never);
}

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
const running: RunningService[] = [];

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, lives);
  issuer = await startIssuer();
});

afterAll(async () => {
  await Promise.all([...running.map((service) => service.close()), issuer?.close()]);
  await database?.drop();
});

/** @param databaseUrl the superuser's takes row-level security off */
async function trustWith(locks: Locks, databaseUrl: string) {
  const trust = await startTrust({ policy, databaseUrl, issuerUrl: issuer.url, locks });
  running.push(trust);
  const token = await issuer.mint({ audience: 'example', grants: [own(ids.other)] });
  return { ask: (query: string, bearer: string | undefined = token) => ask(trust.url, query, { token: bearer }) };
}

describe('each lock with the other two off', () => {
  it('shows everything to a stranger when all three are off, so that the tests below can fail', async () => {
    const trust = await trustWith({ guard: noGuard, judge: noJudge, readers: openReaders }, database.adminUrl);
    const record = {
      id: ids.adult,
      letters: { nodes: [{ title: 'Cardiology clinic letter' }] },
      appointment: { id: ids.appointment },
    };
    expect(await trust.ask(root)).toEqual({ data: { exampleRecord: record } });
    expect(await trust.ask(entities)).toEqual({ data: { _entities: [record] } });
  });

  it('the guard alone refuses a stranger and nobody', async () => {
    const trust = await trustWith(
      { guard: buildSubgraph, judge: createJudge, readers: openReaders },
      database.adminUrl,
    );
    const refused = { message: errorRegistry.NOT_YOURS.message, extensions: { code: 'NOT_YOURS', trust: 'example' } };
    expect(await trust.ask(root)).toEqual({
      data: { exampleRecord: null },
      errors: [{ ...refused, path: ['exampleRecord'] }],
    });
    expect(await trust.ask(entities)).toEqual({
      data: { _entities: [null] },
      errors: [{ ...refused, path: ['_entities', 0] }],
    });
    const signIn = { message: errorRegistry.TOKEN_INVALID.message, extensions: { code: 'TOKEN_INVALID' } };
    expect(await trust.ask(root, 'nonsense')).toEqual({
      data: { exampleRecord: null },
      errors: [{ ...signIn, path: ['exampleRecord'] }],
    });
  });

  it('the guard’s field rules alone refuse a stranger, were the record opened to them', async () => {
    const record = guarded.getType('ExampleRecord') as GraphQLObjectType;
    for (const field of Object.values(record.getFields())) {
      const answer = resolveAlone(
        record,
        field.name,
        { id: ids.adult },
        {},
        { signedIn: true, judge: async () => refusal },
      );
      await expect(answer, field.name).resolves.toBe(refusal);
    }
  });

  it('the guard’s root rules alone refuse nobody, were the judge to let them in', async () => {
    const query = guarded.getQueryType() as GraphQLObjectType;
    const representations = [{ __typename: 'ExampleRecord', id: ids.adult }];
    for (const [field, args] of [
      ['exampleRecord', { id: ids.adult }],
      ['_entities', { representations }],
    ] as const) {
      const answer = resolveAlone(query, field, {}, args, { signedIn: refusal, judge: async () => true });
      await expect(answer, field).resolves.toBe(refusal);
    }
  });

  it('the readers alone give a stranger nothing', async () => {
    const trust = await trustWith({ guard: noGuard, judge: noJudge, readers: createReaders }, database.adminUrl);
    const refused = { message: errorRegistry.NOT_YOURS.message, extensions: { code: 'NOT_YOURS' } };
    const nothing = { id: ids.adult, letters: null, appointment: null };
    const errors = (...start: (string | number)[]) =>
      ['letters', 'appointment'].map((field) => ({ ...refused, path: [...start, field] }));
    expect(await trust.ask(root)).toEqual({ data: { exampleRecord: nothing }, errors: errors('exampleRecord') });
    expect(await trust.ask(entities)).toEqual({ data: { _entities: [nothing] }, errors: errors('_entities', 0) });
  });

  it('row-level security alone gives a stranger nothing', async () => {
    const trust = await trustWith({ guard: noGuard, judge: noJudge, readers: openReaders }, database.appUrl);
    const nothing = { id: ids.adult, letters: { nodes: [] }, appointment: null };
    expect(await trust.ask(root)).toEqual({ data: { exampleRecord: nothing } });
    expect(await trust.ask(entities)).toEqual({ data: { _entities: [nothing] } });
  });
});

describe('row-level security', () => {
  const tables = ['record', 'item', 'document', 'item_route'];
  /** What patients say. The owner reads the staff's tasks across records, and nothing else. */
  const said = ['preference', 'withheld', 'task'];

  it('shows nothing on a connection that has just served a patient', async () => {
    const pool = createPool(database.appUrl, createLog('test', 'silent'), { max: 1, pipeline: true } as object);
    try {
      const scoped = scopeQueries(pool, [ids.adult], 'correlation-1', () => 1_000);
      for (const table of tables) {
        expect(await scoped.query(`select * from ${table}`, [])).not.toEqual([]);
        expect((await pool.query(`select * from ${table}`)).rows).toEqual([]);
      }
      expect((await pool.query("select current_setting('app.records', true) as records")).rows).toEqual([
        { records: '' },
      ]);
      expect(await scopeQueries(pool, [], 'correlation-2', () => 1_000).query('select * from item', [])).toEqual([]);
    } finally {
      await pool.end();
    }
  });

  it('keeps two patients’ queries apart on one connection, sent at once', async () => {
    const pool = createPool(database.appUrl, createLog('test', 'silent'), { max: 1, pipeline: true } as object);
    try {
      const queries = [ids.adult, ids.other].map((id) =>
        scopeQueries(pool, [id], 'correlation-3', () => 1_000).query('select distinct record_id from item', []),
      );
      expect(await Promise.all(queries)).toEqual([[{ record_id: ids.adult }], [{ record_id: ids.other }]]);
    } finally {
      await pool.end();
    }
  });

  it('holds for the tables’ owner too, and the application owns nothing and writes nothing', async () => {
    const owner = new Client({ connectionString: database.ownerUrl });
    const app = new Client({ connectionString: database.appUrl });
    await Promise.all([owner.connect(), app.connect()]);
    try {
      for (const table of tables) expect((await owner.query(`select * from ${table}`)).rows).toEqual([]);
      const { rows } = await app.query(
        "select tablename from pg_tables where schemaname = 'public' and tableowner = current_user",
      );
      expect(rows).toEqual([]);
      await app.query(`begin; select set_config('app.records', '${ids.adult}', true)`);
      await expect(app.query('delete from item')).rejects.toThrow('permission denied for table item');
    } finally {
      await Promise.all([owner.end(), app.end()]);
    }
  });

  it('K15 holds for what patients say; only the staff’s tasks are read by the owner across records', async () => {
    const admin = new Client({ connectionString: database.adminUrl });
    const owner = new Client({ connectionString: database.ownerUrl });
    await Promise.all([admin.connect(), owner.connect()]);
    const pool = createPool(database.appUrl, createLog('test', 'silent'), { max: 1, pipeline: true } as object);
    try {
      for (const id of [ids.adult, ids.other]) {
        await admin.query('insert into preference values ($1, true, true, now())', [id]);
        await admin.query('insert into withheld values ($1, gen_random_uuid(), now())', [id]);
        await admin.query(
          "insert into task (id, record_id, number, kind, content, created_at) values (gen_random_uuid(), $1::uuid, $1::text, 'mistake', '', now())",
          [id],
        );
      }
      const scoped = scopeQueries(pool, [ids.adult], 'correlation-4', () => 1_000);
      for (const table of said) {
        expect(await scoped.query(`select record_id from ${table}`, [])).toEqual([{ record_id: ids.adult }]);
        expect((await pool.query(`select * from ${table}`)).rows).toEqual([]);
        expect((await owner.query(`select * from ${table}`)).rows).toHaveLength(table === 'task' ? 2 : 0);
      }
    } finally {
      await Promise.all([admin.end(), owner.end(), pool.end()]);
    }
  });
});
