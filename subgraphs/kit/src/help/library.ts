import { type Clock, RegistryError } from '@crosstrust/contract';
import { z } from 'zod';
import type { ArticleKind, HelpTopic } from '../policy/help.ts';
import type { ScopedQueries } from '../storage/scoped-queries.ts';

/** An article as it is stored. */
export interface StoredArticle {
  readonly id: string;
  readonly kind: ArticleKind;
  readonly topic: string;
  readonly title: string;
  /** Paragraphs, a blank line between them. */
  readonly body: string;
  readonly language: string;
  readonly publishedAt: Date;
  readonly position: number;
  /** Below zero, the lower the better it fits what was searched for; zero where nothing was. */
  readonly rank: number;
}

export interface StoredNotice {
  readonly id: string;
  readonly topic: HelpTopic;
  readonly words: string;
  readonly advice: string[];
  readonly from: Date;
  readonly until: Date;
}

/** Which articles: of these kinds, and of them those of a topic, or that hold the words searched for. */
export interface ArticleSelection {
  readonly kinds: readonly ArticleKind[];
  readonly search: string | null;
  readonly topic: string | null;
}

/** Reads what anybody may read. It sees no patient's row: its queries are scoped to no record. */
export interface Library {
  /** The best fit first; without a search by position. `after`: the place of the last article of the page before. */
  articles(selection: ArticleSelection, page: { limit: number; after: Place | undefined }): Promise<StoredArticle[]>;
  count(selection: ArticleSelection): Promise<number>;
  article(kinds: readonly ArticleKind[], id: string): Promise<StoredArticle | null>;
  /** The topics of published articles of a kind, by the alphabet. */
  topics(kind: ArticleKind): Promise<string[]>;
  /** The PDF of an article; null where there is no such article, or it has none. */
  document(kinds: readonly ArticleKind[], id: string): Promise<Buffer | null>;
  /** Faults that are known now, the latest first (K4). */
  notices(): Promise<StoredNotice[]>;
}

const columns = 'id, kind, topic, title, body, language, published_at as "publishedAt", position';
const published = 'kind = any($1) and published_at <= $2';
const selected = `${published}
  and ($3::text is null or search @@ websearch_to_tsquery('english', $3))
  and ($4::text is null or lower(topic) = lower($4))`;
const rank = `case when $3::text is null then 0::real else -ts_rank_cd(search, websearch_to_tsquery('english', $3)) end`;

/** @param queries scoped to no record */
export function createLibrary(queries: ScopedQueries, clock: Clock): Library {
  const valuesOf = ({ kinds, search, topic }: ArticleSelection) => [kinds, clock(), search, topic];
  const one = async <Value>(rows: Promise<Value[]>) => (await rows)[0];
  return {
    articles: (selection, { limit, after }) =>
      queries.query<StoredArticle>(
        `select * from (select ${columns}, ${rank} as rank from article where ${selected}) found
         where $5::real is null or (rank, position, id) > ($5::real, $6::integer, $7::text)
         order by rank, position, id limit $8`,
        [...valuesOf(selection), ...(after ?? [null, null, null]), limit],
      ),
    count: async (selection) =>
      (
        await one(
          queries.query<{ count: number }>(
            `select count(*)::integer as count from article where ${selected}`,
            valuesOf(selection),
          ),
        )
      )?.count ?? 0,
    article: async (kinds, id) =>
      (await one(
        queries.query<StoredArticle>(`select ${columns}, 0 as rank from article where ${published} and id = $3`, [
          kinds,
          clock(),
          id,
        ]),
      )) ?? null,
    topics: async (kind) =>
      (
        await queries.query<{ topic: string }>(`select distinct topic from article where ${published} order by topic`, [
          [kind],
          clock(),
        ])
      ).map(({ topic }) => topic),
    document: async (kinds, id) =>
      (
        await one(
          queries.query<{ pdf: Buffer | null }>(`select pdf from article where ${published} and id = $3`, [
            kinds,
            clock(),
            id,
          ]),
        )
      )?.pdf ?? null,
    notices: () =>
      queries.query<StoredNotice>(
        `select id, topic, words, advice, from_at as "from", until_at as "until" from notice
         where from_at <= $1 and until_at > $1 order by from_at desc, id`,
        [clock()],
      ),
  };
}

// what the database can compare with: a real, an integer and an article's id
const place = z.tuple([z.float32(), z.int32(), z.string().regex(/^[a-z0-9-]{1,64}$/)]);
/** Where a page of articles ended: rank, position and id, as the list is ordered. */
export type Place = z.infer<typeof place>;

/** An opaque cursor for an article's place in the list that it was found in. */
export function encodePlace({ rank: fit, position, id }: StoredArticle): string {
  return Buffer.from(JSON.stringify([fit, position, id] satisfies Place)).toString('base64url');
}

/** @throws RegistryError CURSOR_INVALID when no list of articles made it */
export function decodePlace(cursor: string): Place {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new RegistryError('CURSOR_INVALID', { field: 'after' });
  }
}
