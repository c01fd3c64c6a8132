import { type Clock, type RegistrationNotice, registrationNoticeSchema, registrationScope } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { FastifyInstance } from 'fastify';
import type { JWTVerifyGetKey } from 'jose';
import type { Pool } from 'pg';
import { choose } from '../details/choose.ts';
import { acceptServiceToken } from '../linking/service-token.ts';
import type { Policy } from '../policy/policy.ts';
import { useInvitations } from '../invitations/use-invitations.ts';
import { changeRecord } from '../storage/changes.ts';
import { scopeQueries } from '../storage/scoped-queries.ts';
import { createCarryOut, type Outcome, type Work } from '../verbs/carry-out.ts';
import { keepRegistration } from './registration.ts';

/** Milliseconds for one notice. */
const budgetMs = () => 2_000;
/** Records that were merged one into the other, followed so far. */
const longestChain = 5;

interface Parts {
  readonly policy: Policy;
  readonly pool: Pool;
  readonly vault: Vault;
  readonly accountsKeys: JWTVerifyGetKey;
  readonly clock: Clock;
}

/**
 * POST /registrations: `accounts` tells that a patient has registered with this trust or has left it (K9). It is kept
 * once, however often and in whatever order it comes; the trust's own record stays as it is.
 */
export function serveRegistrations(http: FastifyInstance, parts: Parts): void {
  const { policy, pool, vault, accountsKeys, clock } = parts;
  const audience = policy.trust.key;
  const fromAccounts = acceptServiceToken({ accountsKeys, clock }, { audience, scope: registrationScope });
  http.post('/registrations', async (request, reply) => {
    const parsed = registrationNoticeSchema.safeParse(request.body);
    if (!(await fromAccounts(request))) return reply.status(401).send({ code: 'TOKEN_INVALID' });
    if (!parsed.success) return reply.status(400).send({ code: 'BAD_INPUT' });
    const { correlation } = request;
    const recordId = await findSurvivor(pool, parsed.data.record, correlation);
    if (recordId === null) return reply.status(404).send({ code: 'NOT_FOUND' });
    const { id, ...notice } = parsed.data;
    const carryOut = createCarryOut({
      vault,
      clock,
      actor: notice.subject,
      trust: policy.trust,
      rightTo: () => ({ by: 'YOU', actor: notice.subject }),
      correlation,
      transaction: (record, work) => changeRecord(pool, { recordId: record, correlation, budgetMs }, work),
    });
    const verb = notice.kind === 'registered' ? 'register' : 'leave';
    await carryOut({ verb, recordId, idempotencyKey: id, input: notice }, (work) =>
      takeNotice(policy, work, parsed.data),
    );
    return reply.status(204).send();
  });
}

async function takeNotice(
  policy: Policy,
  { query, recordId }: Work,
  notice: RegistrationNotice,
): Promise<Outcome<true>> {
  await keepRegistration(query, recordId, notice);
  const at = new Date(notice.at);
  if (notice.kind === 'registered') {
    await useInvitations(query, recordId, at);
    if (notice.paperless !== undefined && policy.preferences.paperless.offered)
      await choose(query, recordId, { paperless: notice.paperless }, at);
    return { done: true };
  }
  // Without texts whether or not the patient can choose so in the portal: it is how they left (K10).
  const isStopped = notice.stopTexts && (await choose(query, recordId, { texts: false }, at));
  const closing = { kind: 'closing-text', words: policy.leaving.closingText.words } as const;
  return { done: true, owes: isStopped ? [closing] : [] };
}

/** The record itself, or the one that it was merged into meanwhile; null when there is none. */
async function findSurvivor(pool: Pool, recordId: string, correlation: string): Promise<string | null> {
  let id = recordId;
  for (let step = 0; step < longestChain; step += 1) {
    const [row] = await scopeQueries(pool, [id], correlation, budgetMs).query<{ merged_into: string | null }>(
      'select merged_into from record where id = $1',
      [id],
    );
    if (!row) return null;
    if (row.merged_into === null) return id;
    id = row.merged_into;
  }
  return null;
}
