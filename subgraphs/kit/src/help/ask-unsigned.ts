import { type Clock, RegistryError, refuse, type UserError } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Pool } from 'pg';
import type { HelpTopic } from '../policy/help.ts';
import { type Change, changeRecord } from '../storage/changes.ts';
import { checkKey } from '../verbs/carry-out.ts';
import { fileTask, placeOfTask, type TaskContent } from '../verbs/task.ts';
import { followKind } from './requests.ts';

/** A question of somebody who is not signed in. */
export interface UnsignedQuestion {
  readonly idempotencyKey: string;
  readonly topic: HelpTopic;
  readonly words: string;
  /** Email address or E.164. */
  readonly replyTo: string;
}

/** How a question was taken: its number and the key to follow it by, or what to mend. */
export type Asked =
  | { readonly number: string; readonly followKey: string }
  | { readonly userErrors: readonly UserError[] };
export type AskUnsigned = (question: UnsignedQuestion) => Promise<Asked>;

interface Parts {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly correlation: string;
  readonly budgetMs: () => number;
}

/** Open questions that a trust takes in an hour from who is not signed in: nobody else holds them back. */
const mostAnHour = 100;
/** Held while one is filed, in whichever process: many at once cannot pass the limit, and the same one twice is one. */
const oneAtATime = 7_700_902;

/**
 * Files a question without a record, once for its key, in one transaction. `carryOut` is for records; here the key under
 * which the question is followed is made of the idempotency key, so that the same request has the same answer and
 * nothing but the follow key's hash is kept.
 */
export function createAskUnsigned({ pool, vault, clock, correlation, budgetMs }: Parts): AskUnsigned {
  return (question) => {
    const keys = followKeysOf(question.idempotencyKey, vault);
    const file = () =>
      changeRecord<Asked>(pool, { recordId: '', correlation, budgetMs }, async (change) => {
        await change.query('select pg_advisory_xact_lock($1)', [oneAtATime]);
        const before = await findBefore(change, keys, question, vault);
        if (before) return { value: before, keep: false };
        if (await isFull(change, clock())) return { value: refuse('TOO_MANY_REQUESTS'), keep: false };
        const [followKey] = keys;
        const { number } = await fileTask(
          change,
          { vault, now: clock(), recordId: null },
          { kind: 'support', content: contentOf(question) },
          vault.lookup(followKind, followKey),
        );
        return { value: { number, followKey }, keep: true };
      });
    return inTurn(pool, file);
  };
}

/** The follow key under each lookup key on the ring, the current one first. @throws RegistryError BAD_INPUT for what is no key */
function followKeysOf(idempotencyKey: string, vault: Vault): readonly [string, ...string[]] {
  checkKey(idempotencyKey);
  const [current, ...older] = vault
    .lookups('made-of-idempotency-key', idempotencyKey)
    .map((hash) => hash.toString('base64url'));
  if (current === undefined) throw new Error('no lookup key');
  return [current, ...older];
}

/** What this key was answered before. @throws RegistryError IDEMPOTENCY_KEY_REUSED when it came with another question */
async function findBefore(change: Change, keys: readonly string[], question: UnsignedQuestion, vault: Vault) {
  for (const followKey of keys) {
    const [row] = await change.query<{ id: string; number: string; content: Buffer }>(
      'select id, number, content from task where record_id is null and follow_hash = any($1)',
      [vault.lookups(followKind, followKey)],
    );
    if (!row) continue;
    const { topic, words, replyTo } = vault.open<TaskContent>(row.content, placeOfTask(row.id));
    if (JSON.stringify(contentOf(question)) !== JSON.stringify({ topic, words, replyTo }))
      throw new RegistryError('IDEMPOTENCY_KEY_REUSED', { field: 'idempotencyKey' });
    return { number: row.number, followKey };
  }
  return undefined;
}

const lastTurns = new WeakMap<Pool, Promise<unknown>>();

/** One after the other in this process, so that a flood of questions holds one connection and patients keep the rest. */
function inTurn<Value>(pool: Pool, work: () => Promise<Value>): Promise<Value> {
  const turn = (lastTurns.get(pool) ?? Promise.resolve()).then(work, work);
  lastTurns.set(pool, turn);
  return turn;
}

async function isFull(change: Change, now: Date): Promise<boolean> {
  const [row] = await change.query<{ open: number }>(
    'select count(*)::integer as open from task where record_id is null and resolved_at is null and created_at > $1',
    [new Date(now.getTime() - 3_600_000)],
  );
  return (row?.open ?? 0) >= mostAnHour;
}

const contentOf = ({ topic, words, replyTo }: UnsignedQuestion) => ({ topic, words, replyTo });
