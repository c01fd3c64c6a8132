import { parseNhsNumber, type Section } from '@crosstrust/contract';
import type { Client } from 'pg';
import { count, type ImportReport, type SetAsideExample } from './report.ts';
import type { Reason } from './set-aside.ts';

interface Row {
  readonly file: number;
  readonly position: number;
  readonly resourceType: string | undefined;
  readonly resourceId: string | undefined;
  readonly reason: Reason;
  readonly place: SetAsidePlace | undefined;
}

/** Where something that was set aside would have stood. With a section it is missing there, and patients are told that it is. */
export interface SetAsidePlace {
  readonly record: string;
  readonly section?: Section | undefined;
  readonly source?: string;
  /** The item that stays as it was. */
  readonly item?: string;
}

const shownExamples = 5;

/** Keeps what was set aside until the end, in the database and not in memory. */
export class SetAsideLog {
  readonly #client: Client;
  readonly #report: ImportReport;
  #files: { readonly file: number; readonly name: string }[] = [];
  #rows: Row[] = [];

  constructor(client: Client, report: ImportReport) {
    this.#client = client;
    this.#report = report;
  }

  add(
    at: { readonly file: number; readonly position: number },
    resource: { resourceType?: unknown; id?: unknown } | undefined,
    reason: Reason,
    place?: SetAsidePlace,
  ): void {
    count(this.#report.setAside, reason);
    this.#rows.push({
      file: at.file,
      position: at.position,
      resourceType: shortText(resource?.resourceType),
      resourceId: shownId(resource?.id),
      reason,
      place,
    });
  }

  addFile(file: number, name: string): void {
    this.#files.push({ file, name });
  }

  /** To be called now and then, so that the rows do not pile up. */
  async flush(atLeast = 500): Promise<void> {
    const [files, rows] = [this.#files, this.#rows];
    if (files.length + rows.length < atLeast) return;
    [this.#files, this.#rows] = [[], []];
    await this.#client.query('insert into stage_file select * from unnest($1::int[], $2::text[])', [
      files.map(({ file }) => file),
      files.map(({ name }) => name),
    ]);
    await this.#client.query(
      'insert into stage_set_aside select * from unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::uuid[])',
      [
        rows.map(({ file }) => file),
        rows.map(({ position }) => position),
        rows.map(({ resourceType }) => resourceType ?? null),
        rows.map(({ resourceId }) => resourceId ?? null),
        rows.map(({ reason }) => reason),
        rows.map(({ place }) => place?.record ?? null),
        rows.map(({ place }) => place?.section ?? null),
        rows.map(({ place }) => place?.source ?? null),
        rows.map(({ place }) => place?.item ?? null),
      ],
    );
  }

  /**
   * Puts the rows into `set_aside` and returns the first of each reason. Rows of the same files that an earlier run set
   * aside and this one did not are healed, and go; the same rows again change nothing.
   */
  async publish(now: Date): Promise<readonly SetAsideExample[]> {
    await this.flush(0);
    await this.#client.query('begin');
    await this.#client.query(numbered);
    await this.#client.query(
      'delete from set_aside s using stage_file f where s.source_file = f.name and not exists (select from stage_told t where t.id = s.id)',
    );
    await this.#client.query(
      `insert into set_aside (id, source_file, position, resource_type, resource_id, reason, at, record_id, section, source, item_id)
       select id, name, position, resource_type, resource_id, reason, $1, record_id, section, source, item_id from stage_told
       on conflict (id) do update set record_id = excluded.record_id, section = excluded.section, source = excluded.source, item_id = excluded.item_id
       where (set_aside.record_id, set_aside.section, set_aside.source, set_aside.item_id)
         is distinct from (excluded.record_id, excluded.section, excluded.source, excluded.item_id)`,
      [now],
    );
    await this.#client.query('commit');
    const { rows } = await this.#client.query<SetAsideExample>(examples, [shownExamples]);
    return rows;
  }
}

const numbered = `
  create temp table stage_told as
  select distinct on (id) * from (
    select md5(concat_ws(chr(31), f.name, s.position, s.resource_type, s.resource_id, s.reason))::uuid as id, s.*, f.name
    from stage_set_aside s join stage_file f using (file)) told
  order by id`;

const examples = `
  select name as "sourceFile", position, resource_type as "resourceType", resource_id as "resourceId", reason
  from (select *, row_number() over (partition by reason order by file, position) as number from stage_told) t
  where number <= $1 order by reason, number`;

function shortText(text: unknown): string | undefined {
  return typeof text === 'string' && text ? text.replaceAll('\0', '').slice(0, 100) : undefined;
}

/** An id that is an NHS number, as some sources have it, is not written down. */
function shownId(id: unknown): string | undefined {
  const text = shortText(id);
  return text !== undefined && parseNhsNumber(text) !== null ? `an NHS number ending ${text.slice(-3)}` : text;
}
