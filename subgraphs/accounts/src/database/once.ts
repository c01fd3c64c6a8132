import { createHash } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { RegistryError, done, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { Idempotency } from './entities.ts';

/** One use of an idempotency key. */
export interface KeyUse<Answer> {
  /** Whose keys these are: equal keys of two people or two verbs are different keys. */
  readonly scope: string;
  readonly key: string;
  /** What was asked for, after it was put into its normal form. */
  readonly input: unknown;
  /** Whether an earlier answer is still of use; when it is not, the work is done again. Without it, every answer is. */
  readonly isOfUse?: (answer: Answer) => boolean;
}

interface Remembered {
  readonly input: string;
  readonly answer: unknown;
}

/** The earlier answer to this key; undefined when there is none of use. Saves the work before the transaction. */
export async function recall<Answer>(core: Core, call: Call, use: KeyUse<Answer>): Promise<Answer | undefined> {
  const id = idOf(use);
  const [row] = await core.database.read<{ content: Buffer }>(
    call.correlation,
    'select content from idempotency where id = $1',
    [id],
  );
  return row && answerOf(core, id, row.content, use);
}

/**
 * Does the work unless this key has already done it, in the transaction given: of two requests at once the second waits
 * for the first and gives the same answer. Only work that was done is remembered; who was refused may mend it and come again.
 * @throws RegistryError IDEMPOTENCY_KEY_REUSED when the key came with another input
 */
export async function once<Answer>(
  em: EntityManager,
  core: Core,
  use: KeyUse<Answer>,
  work: () => Promise<Result<Answer>>,
): Promise<Result<Answer>> {
  const id = idOf(use);
  const claimed = await em.execute(
    'insert into idempotency (id, created_at) values (?, ?) on conflict do nothing returning id',
    [id, core.clock()],
  );
  const row = await em.findOneOrFail(Idempotency, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const before = claimed.length === 0 && row.content ? answerOf(core, id, row.content, use) : undefined;
  if (before !== undefined) return done(before);
  const result = await work();
  if ('done' in result) {
    row.content = core.vault.seal(
      { input: JSON.stringify(use.input), answer: result.done } satisfies Remembered,
      placeOf(id),
    );
    row.createdAt = core.clock();
  } else em.remove(row);
  return result;
}

function answerOf<Answer>(core: Core, id: string, content: Buffer, use: KeyUse<Answer>): Answer | undefined {
  const { input, answer } = core.vault.open<Remembered>(content, placeOf(id));
  if (input !== JSON.stringify(use.input))
    throw new RegistryError('IDEMPOTENCY_KEY_REUSED', { field: 'idempotencyKey' });
  return use.isOfUse?.(answer as Answer) === false ? undefined : (answer as Answer);
}

function idOf({ scope, key }: Pick<KeyUse<never>, 'scope' | 'key'>): string {
  if (!/^[\x21-\x7e]{8,128}$/.test(key)) throw new RegistryError('BAD_INPUT', { field: 'idempotencyKey' });
  return createHash('sha256').update(`${scope}\0${key}`).digest('base64url');
}

const placeOf = (id: string) => `idempotency/${id}/content`;
