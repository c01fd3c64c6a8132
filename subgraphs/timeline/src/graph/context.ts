import type { Clock } from '@crosstrust/contract';
import type { ViewerOrError } from '@crosstrust/kit';
import type { SubgraphContext } from '@crosstrust/service';

/** What resolvers and rules work with, for one request. */
export interface TimelineContext extends SubgraphContext {
  readonly clock: Clock;
  /** Whose token came; its subject is the account's id. */
  readonly viewer: ViewerOrError;
}
