import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';
import type { Policy } from '../policy/policy.ts';

/** What each command of the staff's works with: the trust's own database, as its tables' owner. */
export interface Desk {
  readonly client: Client;
  readonly vault: Vault;
  readonly policy: Policy;
  readonly now: Date;
  /** The portal's address, where it is known: what links begin with. */
  readonly portal: string | undefined;
  /** Marks what this command does, in the audit. */
  readonly correlation: string;
}

/** What a command found or did: for a program, and for a person. */
export interface Told {
  readonly json: unknown;
  readonly text: string;
}
