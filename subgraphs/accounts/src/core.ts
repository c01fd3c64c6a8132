import type { Clock } from '@crosstrust/contract';
import type { Log, Vault } from '@crosstrust/service';
import type { Database } from './database/open-database.ts';
import type { AskTrust } from './links/ask-trust.ts';
import type { PolicyTable } from './links/policies.ts';
import type { TellTrust } from './links/tell-trust.ts';

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
  /** Tells the worker that a job was queued. */
  wakeWorker(): void;
}

/** The request that a verb serves. */
export interface Call {
  /** One id from the browser to the SQL comment. */
  readonly correlation: string;
}
