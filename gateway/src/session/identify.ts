import { headers } from '@crosstrust/contract';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../errors/refuse.ts';
import type { Operation } from '../execution/operation.ts';
import { accountsName } from '../upstream/create-subgraph-source.ts';
import { UpstreamFault } from '../upstream/upstream-fault.ts';
import type { CheckSession } from './check-session.ts';
import { readPresentedSession } from './read-presented-session.ts';

/**
 * The stage that finds out who asks. Without a session the operation goes on signed out, for the public fields; with
 * one that has ended too, because signing in must work with a stale cookie. When accounts does not answer, nothing can.
 */
export function identify(check: CheckSession, cookieName: string) {
  return async (request: FastifyRequest): Promise<void> => {
    const { operation } = request;
    const presented = readPresentedSession(request, cookieName);
    if (!presented) return;
    operation.session = await checkOrRefuse(
      check,
      operation,
      presented.session,
      request.headers[headers.background] !== '1',
    );
    if (operation.session.state === 'ended' && presented.from === 'cookie') operation.newSession = 'none';
  };
}

async function checkOrRefuse(check: CheckSession, operation: Operation, session: string, active: boolean) {
  const startedAt = performance.now();
  try {
    return await check({ session, active, correlation: operation.correlation, deadline: operation.deadline });
  } catch (fault) {
    if (!(fault instanceof UpstreamFault)) throw fault;
    operation.fetches.push({ trust: accountsName, outcome: fault.kind, ms: Math.round(performance.now() - startedAt) });
    throw refuse('ACCOUNTS_UNAVAILABLE', 503);
  }
}
