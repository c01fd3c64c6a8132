import type { Client } from 'pg';

// what is not the patient's stays withheld; what they asked stays with the staff; what the survivor has chosen counts
const statements = [
  `with gone as (delete from withheld where record_id = $1 returning item_id, at, split_from)
   insert into withheld (record_id, item_id, at, split_from) select $2, item_id, at, split_from from gone on conflict do nothing`,
  'update task set record_id = $2 where record_id = $1',
  `with gone as (delete from preference where record_id = $1 returning paperless, texts, paperless_at, texts_at)
   insert into preference (record_id, paperless, texts, paperless_at, texts_at)
   select $2, paperless, texts, paperless_at, texts_at from gone on conflict do nothing`,
  `with gone as (delete from registration where record_id = $1 returning subject, state, at)
   insert into registration (record_id, subject, state, at) select $2, subject, state, at from gone
   on conflict (record_id) do update set subject = excluded.subject, state = excluded.state, at = excluded.at
   where excluded.at > registration.at`,
];

/** Moves what the patient of a merged record has said of no item that is still there to its survivor. Both are named in `app.records`. */
export async function moveSaid(client: Client, from: string, to: string): Promise<void> {
  for (const statement of statements) await client.query(statement, [from, to]);
}
