import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AnchorLine } from '@crosstrust/contract';
import type { Database } from '../database/open-database.ts';

const linesAtOnce = 5_000;

interface Row {
  readonly id: string;
  readonly seq: string;
  readonly hash: string;
  readonly read_at: Date;
  readonly verdict: AnchorLine['verdict'];
}

/** Writes each trust's anchors into a file of its own in a folder, by the trust's key: JSON, one a line, the lowest first. */
export async function writeAnchors(database: Database, trusts: readonly string[], folder: string): Promise<void> {
  for (const trust of trusts)
    await pipeline(Readable.from(readLines(database, trust)), createWriteStream(join(folder, trust)));
}

async function* readLines(database: Database, trust: string): AsyncGenerator<string> {
  for (let after = { seq: '0', id: '00000000-0000-0000-0000-000000000000' }; ; ) {
    const rows = await database.read<Row & { [column: string]: unknown }>(
      'anchors',
      `select id, seq, hash, read_at, verdict from ledger_anchor where trust = $1 and (seq, id) > ($2::bigint, $3::uuid)
       order by seq, id limit ${linesAtOnce}`,
      [trust, after.seq, after.id],
    );
    for (const { seq, hash, read_at, verdict } of rows) {
      const line: AnchorLine = { seq: Number(seq), hash, readAt: read_at.toISOString(), verdict };
      yield `${JSON.stringify(line)}\n`;
    }
    const last = rows.at(-1);
    if (!last || rows.length < linesAtOnce) return;
    after = last;
  }
}
