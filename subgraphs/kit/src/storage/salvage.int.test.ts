import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { seed, testVault } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';
import { migrate } from './migrate.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const record = uuid(1);
const tenAppointments = Array.from({ length: 10 }, (_, n) => {
  const at = `2026-07-0${n}T09:00:00.000Z`.replace('-00T', '-10T');
  return {
    id: uuid(10 + n),
    section: 'OUTPATIENT_APPOINTMENTS' as const,
    source: 'example',
    at,
    status: 'booked' as const,
    content: { kind: 'outpatient' as const, mode: 'video' as const, startsAt: at },
  };
}).toSorted((a, b) => (a.at < b.at ? -1 : 1));
const [damaged] = tenAppointments.slice(3);

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trust: RunningService;
let admin: Client;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  issuer = await startIssuer();
  await seed(database.ownerUrl, [
    {
      id: record,
      patient: { nhsNumber: '9990000018', name: 'Ada Okafor', birthDate: '1992-03-04' },
      items: tenAppointments,
    },
  ]);
  admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
});
beforeEach(async () => {
  await admin.query('truncate set_aside');
  await trust?.close();
  trust = await startTrust({ policy: aPolicy(), databaseUrl: database.appUrl, issuerUrl: issuer.url });
  token = await issuer.mint({ audience: 'example', grants: [{ record, relation: 'self', sections: 'all' }] });
});
afterAll(async () => {
  await Promise.all([admin?.end(), trust?.close(), issuer?.close()]);
  await database?.drop();
});

const write = (content: Buffer) => admin.query('update item set content = $1 where id = $2', [content, damaged?.id]);
const place = `item/${record}/${damaged?.id}`;
const read = (args: string, inner: string): Promise<unknown> =>
  ask(trust.url, `{ exampleRecord(id: "${record}") { appointments(order: OLDEST_FIRST, ${args}) { ${inner} } } }`, {
    token,
  });
const answer = (appointments: object) => ({ data: { exampleRecord: { appointments } } });
const shown = tenAppointments.filter(({ id }) => id !== damaged?.id).map(({ id }) => ({ id }));
const noted = async () =>
  (await admin.query('select record_id, section, source, item_id, resource_id, reason, unreadable from set_aside'))
    .rows;
const rowOf = (reason: string) => ({
  record_id: record,
  section: 'OUTPATIENT_APPOINTMENTS',
  source: 'example',
  item_id: damaged?.id,
  resource_id: damaged?.id,
  reason,
  unreadable: true,
});

describe('ten appointments of which one is damaged', () => {
  it.each([
    ['cannot be opened', Buffer.from('damaged'), 'its stored content cannot be opened'],
    [
      'lacks what its kind needs',
      testVault.seal({ kind: 'outpatient', mode: 'video' }, place),
      'its stored content has no proper startsAt',
    ],
    [
      'is of no known kind',
      testVault.seal({ kind: 'x', mode: 'video', startsAt: damaged?.at }, place),
      'its stored content has no proper kind',
    ],
    ['is no content', testVault.seal(null, place), 'its stored content has no proper content'],
  ])('shows nine and counts one when it %s, and tells the staff why, once', async (_what, content, reason) => {
    await write(content);
    const nine = answer({ totalCount: 9, setAside: 1, nodes: shown });
    expect(await read('first: 20', 'totalCount setAside nodes { id }')).toEqual(nine);
    await vi.waitFor(async () => expect(await noted()).toEqual([rowOf(reason)]), { timeout: 5_000 });
    expect(await read('first: 20', 'totalCount setAside nodes { id }')).toEqual(nine);
    expect(await noted()).toHaveLength(1);
    expect(await read('first: 1', 'totalCount setAside nodes { id }')).toEqual(
      answer({ totalCount: 9, setAside: 1, nodes: shown.slice(0, 1) }),
    );
  });

  it('fills the page that it is missing from, and its cursors lead through all the others once', async () => {
    await write(Buffer.from('damaged'));
    const inner = 'nodes { id } pageInfo { hasNextPage endCursor }';
    const pages: unknown[][] = [];
    for (let after = ''; ; ) {
      const page = (await read(`first: 3${after}`, inner)) as {
        data: {
          exampleRecord: { appointments: { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
        };
      };
      const { nodes, pageInfo } = page.data.exampleRecord.appointments;
      pages.push(nodes);
      if (!pageInfo.hasNextPage) break;
      after = `, after: "${pageInfo.endCursor}"`;
    }
    expect(pages).toEqual([shown.slice(0, 3), shown.slice(3, 6), shown.slice(6, 9)]);
  });

  it('is not there by its id, without an error', async () => {
    await write(Buffer.from('damaged'));
    const query = `{ exampleRecord(id: "${record}") { appointment(id: "${damaged?.id}") { id } } }`;
    expect(await ask(trust.url, query, { token })).toEqual({ data: { exampleRecord: { appointment: null } } });
  });

  it('counts what imports set aside of sections that show, and of nobody else', async () => {
    await write(testVault.seal(damaged?.content, place));
    const insert =
      'insert into set_aside (id, source_file, position, reason, at, record_id, section, source) values (gen_random_uuid(), $1, 1, $1, now(), $2, $3, $4)';
    await admin.query(insert, ['a', record, 'OUTPATIENT_APPOINTMENTS', 'example']);
    await admin.query(insert, ['a', record, 'ADMISSIONS', 'example']);
    await admin.query(insert, ['another source', record, 'OUTPATIENT_APPOINTMENTS', 'elsewhere']);
    await admin.query(insert, ['a part of an item that shows', record, null, null]);
    await admin.query(insert, ['another record', uuid(2), 'OUTPATIENT_APPOINTMENTS', 'example']);
    expect(await read('first: 1', 'totalCount setAside')).toEqual(answer({ totalCount: 10, setAside: 2 }));
    expect(await read('sections: [ADMISSIONS]', 'totalCount setAside')).toEqual(answer({ totalCount: 0, setAside: 1 }));
  });

  it('keeps the reason and the resource for the staff: the application reads neither', async () => {
    const app = new Client({ connectionString: database.appUrl });
    await app.connect();
    try {
      for (const column of ['reason', 'resource_id', 'source_file'])
        await expect(app.query(`select ${column} from set_aside`)).rejects.toThrow('permission denied');
      await admin.query(
        "insert into set_aside (id, source_file, position, reason, at, record_id) values (gen_random_uuid(), 'a', 1, 'a', now(), $1)",
        [record],
      );
      expect((await app.query('select record_id from set_aside')).rows).toEqual([]);
    } finally {
      await app.end();
    }
  });
});
