import type { Clock } from '@crosstrust/contract';
import type { Log, Vault } from '@crosstrust/service';
import type { Database } from './database/open-database.ts';
import type { LimitAddress } from './limits/limit-address.ts';
import type { AskTrust } from './links/ask-trust.ts';
import type { PolicyTable } from './links/policies.ts';
import type { TellTrust } from './links/tell-trust.ts';
import type { NhsLoginProvider } from './nhs-login/provider.ts';

/** Waits some milliseconds. Injected, so that a test need not wait. */
export type Sleep = (ms: number) => Promise<void>;

/** What every verb works with; made once, in `create-accounts.ts`. */
export interface Core {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Log;
  readonly askTrust: AskTrust;
  readonly tellTrust: TellTrust;
  readonly policies: PolicyTable;
  /** Codes that go one way to one account, or to one mobile that opens accounts. */
  readonly codesPerHour: number;
  /** Counts what one client's address tries. */
  readonly limitAddress: LimitAddress;
  /** Null when it is switched off. */
  readonly nhsLogin: NhsLoginProvider | null;
  /** The gateway as browsers see it. */
  readonly publicUrl: URL;
  /** Tells the worker that a job was queued. */
  wakeWorker(): void;
}

/** The request that a verb serves. */
export interface Call {
  /** One id from the browser to the SQL comment. */
  readonly correlation: string;
}

/** The client behind a request, as the gateway tells of it. */
export interface Client {
  /** Its network address, or that of the gateway when it told of none. */
  readonly address: string;
  /** What the browser or program calls itself. */
  readonly agent: string | null;
  /** The token of a device that was saved (K12), unchecked. */
  readonly savedDevice: string | null;
}

/** A request that comes from a client and not from another service. */
export interface ClientCall extends Call {
  readonly client: Client;
}
