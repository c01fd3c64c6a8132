import { createHash, randomUUID } from 'node:crypto';
import { type Clock, RegistryError, type UserError } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import { appendAccess } from '../ledger/append-access.ts';
import type { Right } from '../ledger/audit-event.ts';
import type { Policy } from '../policy/policy.ts';
import type { Change } from '../storage/changes.ts';
import type { Message } from './message.ts';

/** One call of a verb. */
export interface VerbCall {
  /** Names the verb in the audit and keeps equal keys of two verbs apart: `cancel-appointment`. */
  readonly verb: string;
  readonly recordId: string;
  /** The client's: the same key is the same request, and is done once. */
  readonly idempotencyKey: string;
  /** What was asked for, without the key. JSON. */
  readonly input: object;
}

/** What a verb's work came to: its answer (JSON), or what the patient has to mend; then nothing of it stands. */
export type Outcome<Answer, Why = object> =
  | { readonly done: Answer; readonly item?: string; readonly owes?: readonly Message[] }
  | ({ readonly userErrors: readonly UserError[] } & Why);

/** What a verb's work works with: one transaction on one record. */
export interface Work extends Change {
  readonly recordId: string;
  readonly now: Date;
  readonly vault: Vault;
  /** The actor's id at this trust. */
  readonly actor: string;
}

/** Carries out a verb's work in one transaction: remembered by its key, audited, and with the messages that it owes. */
export type CarryOut = <Answer, Why = object>(
  call: VerbCall,
  work: (work: Work) => Promise<Outcome<Answer, Why>>,
) => Promise<Told<Answer, Why>>;

/** What of an outcome goes back to the caller. */
type Told<Answer, Why> = { readonly done: Answer } | ({ readonly userErrors: readonly UserError[] } & Why);

interface Parts {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly trust: Policy['trust'];
  /** The actor's id at this trust, for the audit. */
  readonly actor: string;
  /** By which right the actor changes a record, for the ledger that the patient reads. */
  readonly rightTo: (recordId: string) => Right;
  readonly correlation: string;
  readonly transaction: <Value>(
    recordId: string,
    work: (change: Change) => Promise<{ value: Value; keep: boolean }>,
  ) => Promise<Value>;
}

/** The way of every verb, once its caller was let in. */
export function createCarryOut(parts: Parts): CarryOut {
  let last: Promise<unknown> = Promise.resolve();
  const carryOut = <Answer, Why>(call: VerbCall, work: (work: Work) => Promise<Outcome<Answer, Why>>) =>
    parts.transaction<Told<Answer, Why>>(call.recordId, async (change) => {
      await takeTurn(change, call);
      const before = await claimKey(parts, change, call);
      if (before !== undefined) return { value: { done: before as Answer }, keep: false };
      await checkPace(parts, change, call);
      const { vault, clock, actor } = parts;
      const outcome = await work({ query: change.query, recordId: call.recordId, now: clock(), vault, actor });
      if (!('done' in outcome)) return { value: outcome, keep: false };
      await rememberAnswer(parts, change, call, outcome.done);
      await writeAudit(parts, change, call, outcome.item);
      for (const message of outcome.owes ?? []) await owe(parts, change, call, message);
      await writeInLedger(parts, change, call, outcome.item);
      return { value: { done: outcome.done }, keep: true };
    });
  // an operation with many verbs gets one connection, not all of them
  return (call, work) => {
    const told = last.then(() => carryOut(call, work));
    last = told.catch(() => {});
    return told;
  };
}

/** Changes that one record takes in an hour: far more than a person makes. */
const changesPerHour = 300;

/** Changes of one record come one after the other, so that what one has counted holds until it is done. */
const takeTurn = (change: Change, { recordId }: VerbCall) =>
  change.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [recordId]);

/** Counts the change just begun with the others. @throws RegistryError TOO_MANY_REQUESTS */
async function checkPace({ clock }: Parts, change: Change, { recordId }: VerbCall): Promise<void> {
  const [made] = await change.query<{ number: number }>(
    'select count(*)::int as number from idempotency where record_id = $1 and created_at > $2',
    [recordId, new Date(clock().getTime() - 3_600_000)],
  );
  if ((made?.number ?? 0) > changesPerHour) throw new RegistryError('TOO_MANY_REQUESTS', { retryAfterSeconds: 3_600 });
}

interface Remembered {
  readonly input: string;
  readonly answer: unknown;
}

/**
 * Takes the key, or gives the answer that it already has. Of two requests at once the second waits here for the first.
 * @throws RegistryError BAD_INPUT for what is no key; IDEMPOTENCY_KEY_REUSED when it came with another input
 */
async function claimKey({ vault, clock }: Parts, change: Change, call: VerbCall): Promise<unknown> {
  const id = keyId(call);
  const claimed = await change.query(
    'insert into idempotency (record_id, id, created_at) values ($1, $2, $3) on conflict do nothing returning id',
    [call.recordId, id, clock()],
  );
  if (claimed.length > 0) return undefined;
  const [row] = await change.query<{ content: Buffer }>(
    'select content from idempotency where record_id = $1 and id = $2',
    [call.recordId, id],
  );
  if (!row) throw new Error('an idempotency key was taken and is not there');
  const { input, answer } = vault.open<Remembered>(row.content, placeOf(call.recordId, id));
  if (input !== JSON.stringify(call.input))
    throw new RegistryError('IDEMPOTENCY_KEY_REUSED', { field: 'idempotencyKey' });
  return answer;
}

async function rememberAnswer({ vault }: Parts, change: Change, call: VerbCall, answer: unknown): Promise<void> {
  const id = keyId(call);
  await change.query('update idempotency set content = $3 where record_id = $1 and id = $2', [
    call.recordId,
    id,
    vault.seal({ input: JSON.stringify(call.input), answer } satisfies Remembered, placeOf(call.recordId, id)),
  ]);
}

/** Adds a line to the audit of a record: who changed what, in the transaction of the change. */
export async function writeAudit(
  { clock, actor, correlation }: Pick<Parts, 'clock' | 'actor' | 'correlation'>,
  change: Change,
  { recordId, verb }: Pick<VerbCall, 'recordId' | 'verb'>,
  item: string | undefined,
): Promise<void> {
  await change.query(
    'insert into audit (record_id, id, at, actor, verb, item_id, correlation) values ($1, $2, $3, $4, $5, $6, $7)',
    [recordId, randomUUID(), clock(), actor, verb, item ?? null, correlation],
  );
}

/** Adds a row to the ledger that the patient reads. It comes last: until the transaction ends nobody else adds one. */
function writeInLedger(
  { trust, rightTo, clock, correlation }: Parts,
  change: Change,
  { recordId, verb }: VerbCall,
  item: string | undefined,
): Promise<void> {
  const right = rightTo(recordId);
  return appendAccess(change, trust, {
    ...right,
    recordId,
    at: clock(),
    action: 'U',
    kinds: [],
    verb,
    item,
    correlation,
  });
}

/** A message that is owed stands in the transaction that owes it; whoever delivers takes it from there. */
export async function owe(
  { vault, clock }: Pick<Parts, 'vault' | 'clock'>,
  change: Change,
  { recordId }: Pick<VerbCall, 'recordId'>,
  message: Message,
): Promise<void> {
  const id = randomUUID();
  await change.query(
    'insert into outbox (record_id, id, kind, payload, created_at, not_before) values ($1, $2, $3, $4, $5, $5)',
    [recordId, id, message.kind, vault.seal(message, `outbox/${recordId}/${id}`), clock()],
  );
}

/** @throws RegistryError BAD_INPUT for what is no idempotency key */
export function checkKey(key: string): void {
  if (!/^[\x21-\x7e]{8,128}$/.test(key)) throw new RegistryError('BAD_INPUT', { field: 'idempotencyKey' });
}

function keyId({ verb, idempotencyKey }: VerbCall): string {
  checkKey(idempotencyKey);
  return createHash('sha256').update(`${verb}\0${idempotencyKey}`).digest('base64url');
}

const placeOf = (recordId: string, id: string) => `idempotency/${recordId}/${id}`;
