import { type Clock, notMineReportSchema, reportScope } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { FastifyInstance } from 'fastify';
import type { JWTVerifyGetKey } from 'jose';
import type { Pool } from 'pg';
import { acceptServiceToken } from '../linking/service-token.ts';
import type { Policy } from '../policy/policy.ts';
import { changeRecord } from '../storage/changes.ts';
import { scopeQueries } from '../storage/scoped-queries.ts';
import { createCarryOut } from '../verbs/carry-out.ts';
import { fileTask } from '../verbs/task.ts';

/** Milliseconds for one report. */
const budgetMs = () => 2_000;

interface Parts {
  readonly policy: Policy;
  readonly pool: Pool;
  readonly vault: Vault;
  readonly accountsKeys: JWTVerifyGetKey;
  readonly clock: Clock;
}

/**
 * POST /reports: `accounts` passes on that a patient reports their linked record as somebody else's. It is filed for the
 * staff once, however often it comes; until they have seen to it the record is not vouched for.
 */
export function serveReports(http: FastifyInstance, { policy, pool, vault, accountsKeys, clock }: Parts): void {
  const fromAccounts = acceptServiceToken({ accountsKeys, clock }, { audience: policy.trust.key, scope: reportScope });
  http.post('/reports', async (request, reply) => {
    const parsed = notMineReportSchema.safeParse(request.body);
    if (!(await fromAccounts(request))) return reply.status(401).send({ code: 'TOKEN_INVALID' });
    if (!parsed.success) return reply.status(400).send({ code: 'BAD_INPUT' });
    const { id, record: recordId, subject, reportedAt, words } = parsed.data;
    const { correlation } = request;
    const known = await scopeQueries(pool, [recordId], correlation, budgetMs).query(
      'select from record where id = $1',
      [recordId],
    );
    if (known.length === 0) return reply.status(404).send({ code: 'NOT_FOUND' });
    const carryOut = createCarryOut({
      vault,
      clock,
      actor: subject,
      trust: policy.trust,
      rightTo: () => ({ by: 'YOU', actor: subject }),
      correlation,
      transaction: (record, work) => changeRecord(pool, { recordId: record, correlation, budgetMs }, work),
    });
    await carryOut(
      { verb: 'report-record-not-mine', recordId, idempotencyKey: id, input: { reportedAt, words: words ?? null } },
      async (work) => {
        const about = { ...work, now: new Date(reportedAt) };
        const task = await fileTask(work, about, { kind: 'not-mine', content: words ? { words } : {} });
        return { done: { report: task.id }, owes: [{ kind: 'for-staff', task: task.id }] };
      },
    );
    return reply.status(204).send();
  });
}
