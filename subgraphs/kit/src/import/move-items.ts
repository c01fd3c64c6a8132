import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';

const batch = 200;

/** Moves what a merged record holds to its survivor, sealed anew for its new place. Both are named in `app.records`. */
export async function moveItems(client: Client, vault: Vault, from: string, to: string): Promise<void> {
  for (;;) {
    const { rows: items } = await client.query<{ id: string; content: Buffer }>(
      'select id, content from item where record_id = $1 limit $2',
      [from, batch],
    );
    if (items.length === 0) break;
    const ids = items.map(({ id }) => id);
    await client.query(
      `insert into item select $2, i.id, section, source, at, status, digest, m.content, received_at, updated_at
       from item i join unnest($3::uuid[], $4::bytea[]) as m(id, content) using (id) where i.record_id = $1 on conflict do nothing`,
      [
        from,
        to,
        ids,
        items.map(({ id, content }) => vault.seal(vault.open(content, `item/${from}/${id}`), `item/${to}/${id}`)),
      ],
    );
    for (const id of ids) await moveDocument(client, vault, { from, to, id });
    await client.query('delete from item where record_id = $1 and id = any($2)', [from, ids]);
  }
}

async function moveDocument(
  client: Client,
  vault: Vault,
  { from, to, id }: { from: string; to: string; id: string },
): Promise<void> {
  const { rows } = await client.query<{ content_type: string; size: number; body: Buffer }>(
    'delete from document where record_id = $1 and id = $2 returning content_type, size, body',
    [from, id],
  );
  for (const { content_type, size, body } of rows) {
    await client.query(
      'insert into document (record_id, id, content_type, size, body) values ($1, $2, $3, $4, $5) on conflict do nothing',
      [
        to,
        id,
        content_type,
        size,
        vault.sealBytes(vault.openBytes(body, `document/${from}/${id}`), `document/${to}/${id}`),
      ],
    );
  }
}
