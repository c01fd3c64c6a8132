import { readFileSync } from 'node:fs';
import { errorRegistry, type ErrorCode, type Grant } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { isIntrospectionType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustGraph } from '../graph/trust-graph.ts';
import { migrate } from '../storage/migrate.ts';
import { buildSubgraph } from '../subgraph/build-subgraph.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { seed } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';
import { reaches } from './access-matrix.selections.ts';

const own = (record: string): Grant => ({ record, relation: 'self', sections: 'all' });
const letsCarersIn = aPolicy({ minimumAge: { years: 16, rule: 'K13' } });
const refusesCarers = aPolicy({
  minimumAge: { years: 16, rule: 'K13' },
  sharing: { carer: { allowed: false, rule: 'W4' }, clinician: { allowed: false, rule: 'W4' } },
});

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
  issuer = await startIssuer();
  open = await startTrust({ policy: letsCarersIn, databaseUrl: database.appUrl, issuerUrl: issuer.url });
  closed = await startTrust({ policy: refusesCarers, databaseUrl: database.appUrl, issuerUrl: issuer.url });
});

afterAll(async () => {
  await Promise.all([open?.close(), closed?.close(), issuer?.close()]);
  await database?.drop();
});

describe('the access matrix', () => {
  it('has a row and a way for every type of a trust', () => {
    const { schema } = buildSubgraph(trustGraph(letsCarersIn));
    const types = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !isIntrospectionType(type))
      .map(({ name }) => name);
    const data = types.filter((name) => !['Query', '_Service'].includes(name)).sort();
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
    const token = grants && (await issuer.mint({ audience: 'example', grants }));
    for (const way of Object.keys(ways) as Way[]) {
      const answer = await ask((viewer === 'carer refused' ? closed : open).url, ways[way](record, reach), { token });
      expect({ way, answer }).toEqual({
        way,
        answer: cell === 'shown' ? shown(type, way) : denied(cell as ErrorCode, way),
      });
    }
  });
});

function shown(type: string, way: Way): object {
  const answer = answers[type];
  if (!answer) throw new Error(`no answer written for ${type}`);
  return { data: way === 'entities' ? { _entities: [answer.nested] } : { exampleRecord: answer[way] } };
}

function denied(code: ErrorCode, way: Way): object {
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
