import { linkScope, reportScope } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../storage/migrate.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { readRows } from '../testing/rows.ts';
import { seed, testVault } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';
import { placeOfTask } from '../verbs/task.ts';

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trust: RunningService;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, lives);
  issuer = await startIssuer();
  trust = await startTrust({ policy: aPolicy(), databaseUrl: database.appUrl, issuerUrl: issuer.url });
});
afterAll(async () => {
  await Promise.all([trust?.close(), issuer?.close()]);
  await database?.drop();
});
beforeEach(() => rows('delete from task; delete from audit; delete from outbox; delete from idempotency'));

const rows = (sql: string) => readRows(database.adminUrl, sql);
const report = {
  id: '00000000-0000-4000-8000-0000000000aa',
  record: ids.adult,
  subject: 'actor-1',
  reportedAt: '2026-06-15T12:00:00.000Z',
  words: 'I was never there.',
};
const post = async (body: object, claims: object = {}) => {
  const token = await issuer.mint({ audience: 'example', grants: [], scope: reportScope, ...claims });
  const response = await fetch(`${trust.url}/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.text() };
};
const code = (status: number, name: string) => ({ status, body: JSON.stringify({ code: name }) });

describe('POST /reports', () => {
  it('files a report for the staff, sealed, once however often it comes', async () => {
    const answers = [await post(report), ...(await Promise.all([post(report), post(report)]))];
    expect(answers).toEqual(Array(3).fill({ status: 204, body: '' }));
    const tasks = await rows('select * from task');
    expect(tasks).toEqual([
      expect.objectContaining({
        record_id: ids.adult,
        kind: 'not-mine',
        item_id: null,
        actor: 'actor-1',
        created_at: new Date(report.reportedAt),
        resolved_at: null,
      }),
    ]);
    const [task] = tasks;
    expect(testVault.open(task?.['content'] as Buffer, placeOfTask(String(task?.['id'])))).toEqual({
      words: report.words,
    });
    expect(await rows('select record_id, actor, verb from audit')).toEqual([
      { record_id: ids.adult, actor: 'actor-1', verb: 'report-record-not-mine' },
    ]);
    expect(await rows('select kind from outbox')).toEqual([{ kind: 'for-staff' }]);
  });

  it.each([
    ['a token for linking', report, { scope: linkScope }, code(401, 'TOKEN_INVALID')],
    ['a patient’s token', report, { scope: undefined }, code(401, 'TOKEN_INVALID')],
    ['a token for another trust', report, { audience: 'elsewhere' }, code(401, 'TOKEN_INVALID')],
    ['a record that is not there', { ...report, record: ids.unknown }, {}, code(404, 'NOT_FOUND')],
    ['no words at all', { ...report, words: '' }, {}, code(400, 'BAD_INPUT')],
    ['something more', { ...report, item: ids.letter }, {}, code(400, 'BAD_INPUT')],
  ] as const)('refuses %s', async (_what, body, claims, answer) => {
    expect(await post(body, claims)).toEqual(answer);
    expect(await rows('select from task')).toEqual([]);
  });
});
