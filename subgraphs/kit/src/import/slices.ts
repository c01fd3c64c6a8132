import type { Client } from 'pg';
import type { Stage, Staged } from './stage.ts';

/** Items of one or a few patients, few enough to hold and to write in one transaction. */
export interface Slice {
  readonly items: readonly StagedItem[];
  /** Records that the items are for, or patients without any. */
  readonly records: readonly string[];
}

export interface StagedItem {
  readonly staged: Staged;
  readonly record: string;
  /** The data holds a newer version of the same resource. */
  readonly outdated: boolean;
}

const sliceBytes = 4_000_000;
const sliceItems = 1_000;

const next = `select seq, record, size, number, outdated from stage_item where (number, seq) > ($1, $2) order by number, seq limit ${sliceItems}`;
const bodies = 'select seq, file, position, body from stage_resource where seq = any($1)';

interface Listed {
  seq: number;
  record: string;
  size: number;
  number: number;
  outdated: boolean;
}

/** All items of the stage patient by patient; large patients in several slices, small ones several in one. */
export async function* itemSlices(stage: Stage, client: Client): AsyncGenerator<Slice> {
  for (let last = { number: 0, seq: 0 }; ; ) {
    const { rows } = await client.query<Listed>({ name: 'stage-next', text: next, values: [last.number, last.seq] });
    const listed = upTo(rows, sliceBytes);
    const end = listed.at(-1);
    if (!end) return;
    const { rows: found } = await client.query<{ seq: number; file: number; position: number; body: Buffer }>({
      name: 'stage-bodies',
      text: bodies,
      values: [listed.map(({ seq }) => seq)],
    });
    const opened = new Map(found.map((row) => [row.seq, stage.open(row)]));
    const items = listed.flatMap(({ seq, record, outdated }) => {
      const staged = opened.get(seq);
      return staged ? [{ staged, record, outdated }] : [];
    });
    yield { items, records: [...new Set(listed.map(({ record }) => record))] };
    last = end;
  }
}

function upTo(rows: readonly Listed[], bytes: number): readonly Listed[] {
  let size = 0;
  const end = rows.findIndex((row) => (size += row.size) > bytes);
  return end < 0 ? rows : rows.slice(0, Math.max(end, 1));
}

/** Patients of whom the data holds no items at all. */
export async function* emptySlices(client: Client): AsyncGenerator<Slice> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await client.query<{ survivor: string }>(
      `select distinct survivor from stage_patient p where survivor > $1 and not exists (select from stage_item i where i.record = p.survivor) order by survivor limit 200`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield { items: [], records: rows.map(({ survivor }) => survivor) };
    after = last.survivor;
  }
}
