import { type AccountPart, accountPartSchema, headers } from '@crosstrust/contract';
import { refuse } from '../errors/refuse.ts';
import type { Operation } from '../execution/operation.ts';
import { tokenFor } from '../session/session.ts';
import { accountsName } from '../upstream/create-subgraph-source.ts';
import type { Upstream, UpstreamAnswer } from '../upstream/create-upstream.ts';
import { UpstreamFault } from '../upstream/upstream-fault.ts';

/**
 * What accounts holds of whoever is signed in, and which records are theirs.
 * @throws Refusal NOT_YOURS for a session without an account of its own (a guest's), ACCOUNTS_UNAVAILABLE
 */
export async function readAccount(accounts: Upstream, operation: Operation): Promise<AccountPart> {
  const token = tokenFor(operation.session, accountsName);
  if (!token) throw refuse('NOT_YOURS', 403);
  const report = operation.startFetch(accountsName);
  try {
    const account = await accounts.ask(
      {
        method: 'GET',
        path: '/my-data',
        headers: {
          authorization: `Bearer ${token}`,
          [headers.correlation]: operation.correlation,
        },
        deadline: operation.deadline,
      },
      readAnswer,
    );
    report(account ? 'ok' : 'errors');
    if (!account) throw refuse('NOT_YOURS', 403);
    return account;
  } catch (fault) {
    if (!(fault instanceof UpstreamFault)) throw fault;
    report(fault.kind);
    throw refuse('ACCOUNTS_UNAVAILABLE', 503);
  }
}

/** Null where accounts refuses. */
function readAnswer({ status, text }: UpstreamAnswer): AccountPart | null {
  if (status === 403) return null;
  try {
    if (status === 200) return accountPartSchema.parse(JSON.parse(text));
  } catch {
    // told below: an answer that is not one
  }
  throw new UpstreamFault('unavailable', true);
}
