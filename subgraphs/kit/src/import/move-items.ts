import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';
import { moveHanging } from './hanging.ts';
import { moveSaid } from './move-said.ts';

const batch = 200;

/**
 * Moves what a merged record holds to its survivor, sealed anew for its new place, and with it all that hangs on it. Both
 * are named in `app.records`.
 */
export async function moveItems(client: Client, vault: Vault, from: string, to: string): Promise<void> {
  for (;;) {
    const { rows: items } = await client.query<{ id: string; content: Buffer }>(
      'select id, content from item where record_id = $1 limit $2',
      [from, batch],
    );
    if (items.length === 0) break;
    const ids = items.map(({ id }) => id);
    await client.query(copyItems, [
      from,
      to,
      ids,
      items.map(({ id, content }) => resealed(vault, content, `item/${from}/${id}`, `item/${to}/${id}`)),
    ]);
    for (const id of ids) await moveHanging(client, { from: { record: from, id }, to: { record: to, id } });
    await client.query('delete from item where record_id = $1 and id = any($2)', [from, ids]);
  }
  await moveDocuments(client, vault, from, to);
  await moveRoutes(client, vault, from, to);
  for (const statement of moveRest) await client.query(statement, [from, to]);
  await moveSaid(client, from, to);
}

const copyItems = `
  insert into item (record_id, id, section, source, at, status, kind, digest, content, received_at, changed_at, imported_at, updated_at)
  select $2, i.id, section, source, at, status, kind, digest, m.content, received_at, changed_at, imported_at, updated_at
  from item i join unnest($3::uuid[], $4::bytea[]) as m(id, content) using (id) where i.record_id = $1 on conflict do nothing`;

/** What cannot be opened is kept as it is: it does not open in its new place either, and staff are told when it is read. */
function resealed(vault: Vault, sealed: Buffer, from: string, to: string): Buffer {
  try {
    return vault.sealBytes(vault.openBytes(sealed, from), to);
  } catch {
    return sealed;
  }
}

async function moveDocuments(client: Client, vault: Vault, from: string, to: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ id: string; content_type: string; size: number; body: Buffer }>(
      `delete from document where record_id = $1 and id in (select id from document where record_id = $1 limit 10)
       returning id, content_type, size, body`,
      [from],
    );
    if (rows.length === 0) return;
    await client.query(
      `insert into document (record_id, id, content_type, size, body)
       select $1, * from unnest($2::uuid[], $3::text[], $4::int[], $5::bytea[]) on conflict do nothing`,
      [
        to,
        rows.map(({ id }) => id),
        rows.map(({ content_type }) => content_type),
        rows.map(({ size }) => size),
        rows.map(({ id, body }) => resealed(vault, body, `document/${from}/${id}`, `document/${to}/${id}`)),
      ],
    );
  }
}

async function moveRoutes(client: Client, vault: Vault, from: string, to: string): Promise<void> {
  const { rows } = await client.query<{ id: string; content: Buffer | null }>(
    'select id, content from item_route where record_id = $1',
    [from],
  );
  if (rows.length === 0) return;
  await client.query(
    `insert into item_route select $2, r.id, item_id, source, section, at, status, digest, m.content, received_at, changed_at, updated_at
     from item_route r join unnest($3::uuid[], $4::bytea[]) as m(id, content) using (id) where r.record_id = $1 on conflict do nothing`,
    [
      from,
      to,
      rows.map(({ id }) => id),
      rows.map(
        ({ id, content }) => content && resealed(vault, content, `item_route/${from}/${id}`, `item_route/${to}/${id}`),
      ),
    ],
  );
}

const moveRest = [
  'insert into item_key select $2, hash, route_id, lasting from item_key where record_id = $1 on conflict do nothing',
  'insert into item_replaced select $2, route_id, by_route_id from item_replaced where record_id = $1 on conflict do nothing',
  'delete from item_key where record_id = $1 and $2::uuid is not null',
  'delete from item_replaced where record_id = $1 and $2::uuid is not null',
  'delete from item_route where record_id = $1 and $2::uuid is not null',
  'update set_aside set record_id = $2 where record_id = $1',
];
