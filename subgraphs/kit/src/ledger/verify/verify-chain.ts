import { createHash } from 'node:crypto';
import type { AnchorLine } from '@crosstrust/contract';
import type { Client } from 'pg';
import type { WrittenEvent } from '../audit-event.ts';
import { collectFaults, type Faults } from './faults.ts';

/** What became of one trust's chain. */
export interface ChainReport {
  readonly rows: number;
  /** The last row's number, as the chain's head has it. */
  readonly head: number;
  /** The last row that `accounts` has an anchor of; null where there is none. */
  readonly anchoredUpTo: number | null;
  /** How many there are; `faults` holds the first of them. */
  readonly faultCount: number;
  readonly faults: readonly string[];
}

/** A row of the chain. */
interface Link {
  readonly seq: number;
  readonly hash: Buffer;
}

interface Row {
  readonly seq: string;
  readonly record_id: string;
  readonly id: string;
  readonly at: Date;
  readonly event: string;
  readonly previous: Buffer;
  readonly hash: Buffer;
}

const rowsAtOnce = 1_000;
const genesis: Link = { seq: 0, hash: Buffer.alloc(32) };

/**
 * Walks a trust's chain from its first row to its last: recomputes every hash, and compares with every anchor.
 * @param client of the role that owns the tables, or of a superuser
 * @param anchors by `seq`, read before this begins: what is written meanwhile must not look cut off
 */
export async function verifyChain(client: Client, anchors: AsyncIterable<AnchorLine>): Promise<ChainReport> {
  await client.query('begin isolation level repeatable read read only');
  try {
    const faults = collectFaults();
    const upTo = checkAnchors(anchors, faults);
    let last = genesis;
    let rows = 0;
    for await (const row of readRows(client)) {
      const link = checkRow(row, last, faults);
      await upTo.reach(link);
      last = link;
      rows += 1;
    }
    const anchoredUpTo = await upTo.end(last);
    const head = await checkHead(client, last, faults);
    return { rows, head, anchoredUpTo, faultCount: faults.count(), faults: faults.first() };
  } finally {
    await client.query('rollback');
  }
}

async function* readRows(client: Client): AsyncGenerator<Row> {
  for (let after = '0'; ; ) {
    const { rows } = await client.query<Row>(
      `select seq, record_id, id, at, event::text as event, previous, hash from access_log
       where seq > $1 order by seq limit ${rowsAtOnce}`,
      [after],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    after = last.seq;
  }
}

/** Each hash is over what is stored; the next row is held against the hash that is stored, so that one change is one fault. */
function checkRow(row: Row, last: Link, faults: Faults): Link {
  const seq = Number(row.seq);
  if (seq === last.seq + 2) faults.add(`row ${seq - 1} is missing`);
  else if (seq > last.seq + 1) faults.add(`rows ${last.seq + 1} to ${seq - 1} are missing`);
  else if (!row.previous.equals(last.hash)) faults.add(`row ${seq} does not follow row ${last.seq}`);
  const hash = createHash('sha256').update(row.previous).update(`${seq}\n${row.event}`).digest();
  if (!hash.equals(row.hash)) faults.add(`row ${seq} was changed: its hash is not that of what it says`);
  else if (!saysWhatItsEventSays(row)) faults.add(`row ${seq} was changed: its columns are not what its event says`);
  return { seq, hash: row.hash };
}

function saysWhatItsEventSays({ record_id, id, at, event }: Row): boolean {
  const written = JSON.parse(event) as WrittenEvent;
  return (
    written.id === id &&
    written.recorded === at.toISOString() &&
    written.entity[0].what.reference === `Patient/${record_id}`
  );
}

/** Follows the anchors along the chain. */
function checkAnchors(lines: AsyncIterable<AnchorLine>, faults: Faults) {
  const anchors = lines[Symbol.asyncIterator]();
  let next: AnchorLine | undefined;
  let anchoredUpTo: number | null = null;
  const advance = async () => {
    const { value, done } = await anchors.next();
    next = done ? undefined : value;
    if (!next) return;
    if (next.verdict === 'conflict')
      faults.add(`at ${next.readAt} accounts was told of another row ${next.seq}, and refused it`);
    else anchoredUpTo = next.seq;
  };
  let isOpen = false;
  const open = async () => {
    if (!isOpen) await advance();
    isOpen = true;
  };
  return {
    /** Compares the anchors of this row; those of rows that are missing have been told of. */
    reach: async ({ seq, hash }: Link) => {
      await open();
      for (; next && next.seq <= seq; await advance()) {
        const isThisRow = next.seq === seq && next.verdict === 'kept';
        if (isThisRow && next.hash !== hash.toString('base64url'))
          faults.add(`row ${seq} is not the row that was anchored at ${next.readAt}`);
      }
    },
    /** @returns the last row that is anchored */
    end: async ({ seq }: Link) => {
      await open();
      let beyond: AnchorLine | undefined;
      for (; next; await advance()) if (next.verdict === 'kept') beyond = next;
      if (beyond)
        faults.add(
          `the end is cut off: row ${beyond.seq} was anchored at ${beyond.readAt}, and the last row is ${seq}`,
        );
      return anchoredUpTo;
    },
  };
}

async function checkHead(client: Client, last: Link, faults: Faults): Promise<number> {
  const { rows } = await client.query<{ seq: string; hash: Buffer }>('select seq, hash from ledger_head');
  const [head] = rows;
  if (!head) {
    faults.add('the chain’s head is gone');
    return 0;
  }
  const seq = Number(head.seq);
  if (seq !== last.seq) faults.add(`the head says that the last row is ${seq}, and it is ${last.seq}`);
  else if (!head.hash.equals(last.hash)) faults.add(`the head’s hash is not that of row ${seq}`);
  return seq;
}
