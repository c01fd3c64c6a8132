import type { Change } from '../storage/changes.ts';
import type { Choices } from './read-details.ts';
import { defaultChoices } from './read-details.ts';

/**
 * Keeps what a patient has chosen at this moment; what is not given stays as it is. A choice that was made later stands,
 * so that what is told late undoes nothing.
 * @returns whether any of it counts
 */
export async function choose(
  query: Change['query'],
  recordId: string,
  { paperless = null, texts = null }: { readonly [Name in keyof Choices]?: boolean | null },
  at: Date,
): Promise<boolean> {
  const chosen = await query(upsert, [recordId, paperless, texts, at, defaultChoices.paperless, defaultChoices.texts]);
  return chosen.length > 0;
}

/** Whether this trust may text the patient: until they say otherwise, it may (K10). */
export async function mayText(query: Change['query'], recordId: string): Promise<boolean> {
  const [row] = await query<{ texts: boolean }>('select texts from preference where record_id = $1', [recordId]);
  return row?.texts ?? defaultChoices.texts;
}

const upsert = `
  insert into preference as held (record_id, paperless, texts, paperless_at, texts_at)
  values ($1, coalesce($2::boolean, $5), coalesce($3::boolean, $6),
    case when $2::boolean is not null then $4::timestamptz end, case when $3::boolean is not null then $4::timestamptz end)
  on conflict (record_id) do update set
    paperless = case when excluded.paperless_at >= coalesce(held.paperless_at, '-infinity') then excluded.paperless else held.paperless end,
    paperless_at = greatest(excluded.paperless_at, held.paperless_at),
    texts = case when excluded.texts_at >= coalesce(held.texts_at, '-infinity') then excluded.texts else held.texts end,
    texts_at = greatest(excluded.texts_at, held.texts_at)
  where excluded.paperless_at >= coalesce(held.paperless_at, '-infinity') or excluded.texts_at >= coalesce(held.texts_at, '-infinity')
  returning record_id`;
