import type { Result } from '@crosstrust/contract';
import type { GraphContext } from '../graph/context.ts';
import { type Person, readPerson } from '../people/read-person.ts';
import type { Viewer } from '../people/viewer.ts';
import type { Delivery } from './delivery.ts';

/** A session that was just opened. Its token is shown once, here. */
export interface SignedIn {
  readonly token: string;
  readonly viewer: Viewer;
}

/**
 * Gives a new session to whom it was opened for: as the gateway's cookie, or in the payload. From here on the operation
 * is theirs.
 */
export async function handOver(
  context: GraphContext,
  result: Result<SignedIn>,
  delivery: Delivery,
): Promise<{ session: string | null; me: Person | null; userErrors: readonly object[] }> {
  if ('userErrors' in result) return { session: null, me: null, userErrors: result.userErrors };
  const { token, viewer } = result.done;
  context.viewer = viewer;
  if (delivery === 'COOKIE') context.handSession(token);
  return {
    session: delivery === 'BEARER' ? token : null,
    me: await readPerson(context.core, context, viewer),
    userErrors: [],
  };
}
