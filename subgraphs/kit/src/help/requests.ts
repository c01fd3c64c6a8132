import type { Vault } from '@crosstrust/service';
import type { HelpTopic } from '../policy/help.ts';
import type { Position } from '../storage/cursor.ts';
import type { ScopedQueries } from '../storage/scoped-queries.ts';
import { placeOfReply, placeOfTask, readNumber, type TaskContent } from '../verbs/task.ts';

/** A request for support, opened. */
export interface StoredRequest {
  readonly id: string;
  readonly number: string;
  readonly topic: HelpTopic;
  readonly words: string;
  readonly createdAt: Date;
  readonly answeredAt: Date | null;
  readonly reply: string | null;
}

/** Reads requests for support: a person's own about a record of theirs, and those of nobody by their number and key. */
export interface Requests {
  /** The latest first. */
  of(recordId: string, page: { limit: number; after: Position | undefined }): Promise<StoredRequest[]>;
  count(recordId: string): Promise<number>;
  one(recordId: string, id: string): Promise<StoredRequest | null>;
  /** A request that somebody made without signing in; null where number and key do not belong together. */
  followed(number: string, followKey: string): Promise<StoredRequest | null>;
}

interface Row {
  readonly id: string;
  readonly number: string;
  readonly content: Buffer;
  readonly created_at: Date;
  readonly resolved_at: Date | null;
  readonly reply: Buffer | null;
}

const columns = 'id, number, content, created_at, resolved_at, reply';
const own = "record_id = $1 and actor = $2 and kind = 'support'";

/** @param actor the viewer's id at this trust: who links the same record later reads nothing of who had it before */
export function createRequests({
  queries,
  vault,
  actor,
}: {
  queries: ScopedQueries;
  vault: Vault;
  actor: string | undefined;
}): Requests {
  const open = (row: Row) => openRequest(row, vault);
  return {
    of: async (recordId, { limit, after }) =>
      (
        await queries.query<Row>(
          `select ${columns} from task
           where ${own} and ($3::timestamptz is null or (created_at, id) < ($3::timestamptz, $4::uuid))
           order by created_at desc, id desc limit $5`,
          [recordId, actor ?? null, after?.at ?? null, after?.id ?? null, limit],
        )
      ).map(open),
    count: async (recordId) =>
      (
        await queries.query<{ count: number }>(`select count(*)::integer as count from task where ${own}`, [
          recordId,
          actor ?? null,
        ])
      )[0]?.count ?? 0,
    one: async (recordId, id) => {
      const [row] = await queries.query<Row>(`select ${columns} from task where ${own} and id = $3`, [
        recordId,
        actor ?? null,
        id,
      ]);
      return row ? open(row) : null;
    },
    followed: async (number, followKey) => {
      const [row] = await queries.query<Row>(
        `select ${columns} from task where record_id is null and kind = 'support' and follow_hash = any($1)`,
        [vault.lookups(followKind, followKey)],
      );
      return row && row.number === readNumber(number) ? open(row) : null;
    },
  };
}

/** Keeps the hashes of follow keys apart from every other's. */
export const followKind = 'follow-key';

function openRequest({ id, number, content, created_at, resolved_at, reply }: Row, vault: Vault): StoredRequest {
  const { topic, words = '' } = vault.open<TaskContent>(content, placeOfTask(id));
  return {
    id,
    number,
    topic: topic as HelpTopic,
    words,
    createdAt: created_at,
    answeredAt: resolved_at,
    reply: reply ? vault.open<string>(reply, placeOfReply(id)) : null,
  };
}
