import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountsIssuer, anchorAudience } from '@crosstrust/contract';
import { createLog } from '@crosstrust/service';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open-database.ts';
import { type Bed, startBed } from '../testing/bed.ts';
import { makeSigner } from '../testing/keys.ts';
import { writeAnchors } from './write-anchors.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());
beforeEach(() => bed.sql('truncate ledger_anchor'));

const trust = 'kingston';
const hashOf = (letter: string) => letter.repeat(43);
const at = (second: number) => `2026-06-15T12:00:${String(second).padStart(2, '0')}.000Z`;

/** Sends an anchor as the trust does: signed with its key. */
async function send(seq: number, letter: string, second: number, change: object = {}, by = bed.kingston.signer) {
  const claims = { iss: trust, aud: anchorAudience, seq, hash: hashOf(letter), readAt: at(second), ...change };
  const anchor = await by.sign(claims, 60, bed.clock());
  return post({ trust, anchor });
}
const post = async (body: object): Promise<number> =>
  (
    await fetch(`${bed.accounts.url}/anchors`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).status;
const rows = async () =>
  (await bed.sql('select seq, hash, verdict from ledger_anchor order by received_at, seq, verdict')).map(
    ({ seq, hash, verdict }) => `${seq} ${String(hash).charAt(0)} ${verdict}`,
  );

describe('an anchor', () => {
  it('is kept, and known when it comes again', async () => {
    expect([await send(5, 'a', 1), await send(5, 'a', 2), await send(9, 'b', 3)]).toEqual([204, 204, 204]);
    expect(await rows()).toEqual(['5 a kept', '9 b kept']);
  });

  it('that is late is neither kept nor held against the trust', async () => {
    await send(9, 'b', 3);
    expect(await send(5, 'a', 1)).toBe(204);
    expect(await rows()).toEqual(['9 b kept']);
  });

  it('of another row in the same place is refused and kept as evidence, once', async () => {
    await send(5, 'a', 1);
    await send(9, 'b', 3);
    expect([await send(9, 'x', 4), await send(9, 'x', 5), await send(5, 'y', 1)]).toEqual([409, 409, 409]);
    expect((await rows()).sort()).toEqual(['5 a kept', '5 y conflict', '9 b kept', '9 x conflict']);
    const [evidence] = await bed.sql('select token from ledger_anchor where hash = $1', [hashOf('x')]);
    expect(evidence?.['token']).toMatch(/^ey/);
  });

  it('of a chain that has become shorter is refused, also of a row that was anchored before', async () => {
    await send(5, 'a', 1);
    await send(9, 'b', 3);
    expect([await send(7, 'c', 4), await send(5, 'a', 5)]).toEqual([409, 409]);
    expect((await rows()).sort()).toEqual(['5 a conflict', '5 a kept', '7 c conflict', '9 b kept']);
  });

  it('is kept by one row under many at once', async () => {
    const statuses = await Promise.all(Array.from({ length: 20 }, (_, n) => send(5, n % 2 ? 'a' : 'b', 1)));
    expect(statuses.filter((status) => status === 204)).toHaveLength(10);
    expect((await rows()).filter((row) => row.endsWith('kept'))).toHaveLength(1);
  });

  it.each([
    ['signed by another trust', () => send(5, 'a', 1, {}, bed.westHerts.signer)],
    ['signed by nobody known', async () => send(5, 'a', 1, {}, await makeSigner('kingston-1'))],
    ['of another issuer', () => send(5, 'a', 1, { iss: 'west-herts-royal-free' })],
    ['made for something else', () => send(5, 'a', 1, { aud: accountsIssuer })],
    ['without rows', () => send(0, 'a', 1)],
    ['with half a hash', () => send(5, 'a', 1, { hash: 'a' })],
    [
      'that is old',
      async () => {
        const claims = { iss: trust, aud: anchorAudience, seq: 5, hash: hashOf('a'), readAt: at(1) };
        return post({
          trust,
          anchor: await bed.kingston.signer.sign(claims, 60, new Date(bed.clock().getTime() - 61_000)),
        });
      },
    ],
    ['that is no token', () => post({ trust, anchor: 'x' })],
  ])('%s does not hold', async (_what, act) => {
    expect(await act()).toBe(401);
    expect(await rows()).toEqual([]);
  });

  it('of a trust that nobody knows, or none at all, is refused', async () => {
    expect([await post({ trust: 'nowhere', anchor: 'x' }), await post({ anchor: 'x' })]).toEqual([404, 400]);
  });
});

it('the application can neither change an anchor nor remove one', async () => {
  await send(5, 'a', 1);
  for (const sql of ['update ledger_anchor set seq = 1', 'delete from ledger_anchor', 'truncate ledger_anchor']) {
    const application = new Client({ connectionString: bed.database.appUrl });
    await application.connect();
    await expect(application.query(sql)).rejects.toThrow('permission denied');
    await application.end();
  }
});

it('writes a trust’s anchors down, the lowest first, for who verifies its ledger', async () => {
  await send(9, 'b', 3);
  await send(9, 'x', 4);
  await send(12, 'c', 5);
  await send(3, 'w', 1, { iss: 'west-herts-royal-free' }, bed.westHerts.signer);
  const database = await openDatabase(bed.database.appUrl, createLog('accounts', 'silent'));
  const folder = await mkdtemp(join(tmpdir(), 'crosstrust-anchors-'));
  await writeAnchors(database, [trust, 'southampton'], folder).finally(database.close);
  const read = async (key: string) => (await readFile(join(folder, key), 'utf8')).split('\n').filter(Boolean);
  const lines = (await read(trust)).map((line) => JSON.parse(line));
  expect(await read('southampton')).toEqual([]);
  await rm(folder, { recursive: true });
  expect(lines.map(({ seq, verdict }) => `${seq} ${verdict}`).sort()).toEqual(['12 kept', '9 conflict', '9 kept']);
  expect(lines.at(-1)).toEqual({ seq: 12, hash: hashOf('c'), readAt: at(5), verdict: 'kept' });
});
