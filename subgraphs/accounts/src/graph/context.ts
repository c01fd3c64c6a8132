import type { SubgraphContext } from '@crosstrust/service';
import type { ClientCall, Core } from '../core.ts';
import type { ViewerOrError } from '../people/viewer.ts';

/** What resolvers and rules work with, for one request. */
export interface GraphContext extends SubgraphContext, ClientCall {
  readonly core: Core;
  /** Signing in and out changes who asks, for the rest of the operation. */
  viewer: ViewerOrError;
  /** Tells the gateway to set its cookie to this session, or to clear it. */
  handSession(value: string): void;
  /** Tells the gateway to keep this saved device in a cookie of its own, or to clear it. */
  handDevice(value: string): void;
}
