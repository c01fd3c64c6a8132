import type { Client } from 'pg';
import { writePdf } from '../../documents/write-pdf.ts';
import type { ArticleInput, NoticeInput, PublicationEntry } from './publication.ts';

/** What publishing came to. */
export interface Published {
  /** Entries that are new, or not as they were. */
  readonly written: number;
  readonly removed: number;
}

interface Parts {
  /** Who publishes, as patients know it. */
  readonly author: string;
  readonly client: Client;
  /** Whether what is not among the entries is removed. */
  readonly replace: boolean;
  readonly now: Date;
}

/** Writes articles and notices in one transaction. A guide's PDF is made here, once, and not for each who reads it. */
export async function writePublication(entries: readonly PublicationEntry[], parts: Parts): Promise<Published> {
  const { client, replace } = parts;
  const articles = entries.filter((entry) => entry.type === 'article');
  const notices = entries.filter((entry) => entry.type === 'notice');
  const guides = new Map<string, Buffer>();
  for (const article of articles)
    if (article.kind === 'GUIDES') guides.set(article.id, await makeGuide(article, parts));
  await client.query('begin');
  try {
    let written = 0;
    for (const article of articles) written += await writeArticle(article, guides.get(article.id) ?? null, parts);
    for (const notice of notices) written += await writeNotice(notice, parts);
    const removed = replace
      ? (await removeOthers(client, 'article', articles)) + (await removeOthers(client, 'notice', notices))
      : 0;
    await client.query('commit');
    return { written, removed };
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** The FAQ and guides to download (U11). */
function makeGuide({ title, body, language, publishedAt }: ArticleInput, { author }: Parts): Promise<Buffer> {
  return writePdf({
    title,
    author,
    language,
    date: publishedAt,
    blocks: [{ as: 'H1', text: title }, ...body.map((text) => ({ as: 'P' as const, text }))],
  });
}

const articleColumns = ['kind', 'topic', 'title', 'body', 'language', 'published_at', 'position', 'pdf'];
const noticeColumns = ['topic', 'words', 'advice', 'from_at', 'until_at'];

function writeArticle(article: ArticleInput, pdf: Buffer | null, { client, now }: Parts): Promise<number> {
  const { id, kind, topic, title, body, language, publishedAt, position } = article;
  const values = [kind, topic, title, body.join('\n\n'), language, publishedAt, position, pdf];
  return upsert(client, 'article', articleColumns, [id, now, ...values]);
}

function writeNotice({ id, topic, words, advice, from, until }: NoticeInput, { client, now }: Parts): Promise<number> {
  return upsert(client, 'notice', noticeColumns, [id, now, topic, words, advice, from, until]);
}

async function upsert(client: Client, table: string, columns: readonly string[], values: unknown[]): Promise<number> {
  const places = values.map((_value, index) => `$${index + 1}`);
  const { rowCount } = await client.query(
    `insert into ${table} (id, updated_at, ${columns.join(', ')}) values (${places.join(', ')})
     on conflict (id) do update
     set updated_at = excluded.updated_at, ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
     where (${columns.map((column) => `${table}.${column}`).join(', ')})
       is distinct from (${columns.map((column) => `excluded.${column}`).join(', ')})`,
    values,
  );
  return rowCount ?? 0;
}

async function removeOthers(client: Client, table: string, kept: readonly { readonly id: string }[]): Promise<number> {
  const { rowCount } = await client.query(`delete from ${table} where id <> all($1)`, [kept.map(({ id }) => id)]);
  return rowCount ?? 0;
}
