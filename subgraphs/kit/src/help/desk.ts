import type { Clock } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Pool } from 'pg';
import { scopeQueries } from '../storage/scoped-queries.ts';
import { type AskUnsigned, createAskUnsigned } from './ask-unsigned.ts';
import { createLibrary, type Library } from './library.ts';
import { createRequests, type Requests } from './requests.ts';

/** Where help is, for one request, signed in or not. */
export interface Desk {
  readonly library: Library;
  readonly requests: Requests;
  readonly ask: AskUnsigned;
}

interface Parts {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly correlation: string;
  readonly budgetMs: () => number;
  /** Who asks and the records in their token; absent when nobody is signed in. */
  readonly viewer?: { readonly actor: string; readonly records: readonly string[] };
}

/** Opens the desk of one request. Its queries are under row-level security: they see the viewer's records, or none. */
export function openDesk({ viewer, ...parts }: Parts): Desk {
  const { pool, vault, clock, correlation, budgetMs } = parts;
  const queries = scopeQueries(pool, viewer?.records ?? [], correlation, budgetMs);
  return {
    library: createLibrary(queries, clock),
    requests: createRequests({ queries, vault, actor: viewer?.actor }),
    ask: createAskUnsigned(parts),
  };
}
