import { type FeedAnswer, feedAnswerSchema, type FeedQuestion, headers } from '@crosstrust/contract';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../errors/refuse.ts';
import { accountsName } from '../upstream/create-subgraph-source.ts';
import type { Upstream, UpstreamAnswer } from '../upstream/create-upstream.ts';
import { UpstreamFault } from '../upstream/upstream-fault.ts';

/**
 * The stage that finds out whose calendar it is: the secret in the path goes to accounts, in a body, and brings tokens
 * that open the appointments and nothing else. No cookie counts here, and the secret is in no log: of the path only its
 * pattern is logged.
 */
export function openFeed(accounts: Upstream) {
  return async ({ params, operation }: FastifyRequest): Promise<void> => {
    const { secret } = params as { secret: string };
    operation.name = 'calendar';
    if (!/^[A-Za-z0-9_-]{43}$/.test(secret)) throw refuse('LINK_EXPIRED', 404);
    const report = operation.startFetch(accountsName);
    try {
      const answer = await accounts.ask(
        {
          method: 'POST',
          path: '/feed',
          headers: { 'content-type': 'application/json', [headers.correlation]: operation.correlation },
          body: JSON.stringify({ secret } satisfies FeedQuestion),
          deadline: operation.deadline,
        },
        readFeedAnswer,
      );
      report('ok');
      if (answer === 'unknown') throw refuse('LINK_EXPIRED', 404);
      operation.session = { state: 'live', tokens: answer.tokens };
    } catch (fault) {
      if (!(fault instanceof UpstreamFault)) throw fault;
      report(fault.kind);
      throw refuse('ACCOUNTS_UNAVAILABLE', 503);
    }
  };
}

function readFeedAnswer({ status, text }: UpstreamAnswer): FeedAnswer | 'unknown' {
  if (status === 404) return 'unknown';
  try {
    if (status === 200) return feedAnswerSchema.parse(JSON.parse(text));
  } catch {
    // told below: an answer that is not one
  }
  throw new UpstreamFault('unavailable', true);
}
