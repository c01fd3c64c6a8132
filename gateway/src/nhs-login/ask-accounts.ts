import { headers } from '@crosstrust/contract';
import type { z } from 'zod';
import { refuse } from '../errors/refuse.ts';
import type { Operation } from '../execution/operation.ts';
import { tokenFor } from '../session/session.ts';
import { accountsName, clientHeaders } from '../upstream/create-subgraph-source.ts';
import type { Upstream } from '../upstream/create-upstream.ts';
import { UpstreamFault } from '../upstream/upstream-fault.ts';

/**
 * Asks accounts something about NHS login, on behalf of who is signed in, and keeps the session that it hands out.
 * @throws Refusal ACCOUNTS_UNAVAILABLE
 */
export async function askAccounts<Answer extends object>(
  accounts: Upstream,
  operation: Operation,
  { path, question, answer }: { path: string; question: object; answer: z.ZodType<Answer> },
): Promise<Answer> {
  const report = operation.startFetch(accountsName);
  const token = tokenFor(operation.session, accountsName);
  try {
    const read = await accounts.ask(
      {
        method: 'POST',
        path,
        headers: {
          'content-type': 'application/json',
          [headers.correlation]: operation.correlation,
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...clientHeaders(operation),
        },
        body: JSON.stringify(question),
        deadline: operation.deadline,
      },
      ({ status, text, headers: given }) => {
        if (status !== 200) throw new UpstreamFault('unavailable', true);
        return { told: parse(answer, text), session: given[headers.session] };
      },
    );
    report('ok');
    operation.keepSession(read.session);
    return read.told;
  } catch (fault) {
    if (!(fault instanceof UpstreamFault)) throw fault;
    report(fault.kind);
    throw refuse('ACCOUNTS_UNAVAILABLE', 503);
  }
}

function parse<Answer>(schema: z.ZodType<Answer>, text: string): Answer {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new UpstreamFault('unavailable', true);
  }
}
