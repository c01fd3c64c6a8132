import { RegistryError } from '@crosstrust/contract';
import { describeFault, type Log } from '@crosstrust/service';
import type { Pool } from 'pg';
import { appendSql } from './append-access.ts';

/** The trust's ledger, for looks: changes write theirs in their own transaction. */
export interface Ledger {
  /**
   * Writes events (JSON), and resolves once they are committed.
   * @param budgetMs what is left of the request's time
   * @throws RegistryError LEDGER_UNAVAILABLE when they were not, or not in time; then what they tell of is not to be answered
   */
  append(events: readonly string[], budgetMs: number): Promise<void>;
}

interface Waiting {
  readonly events: readonly string[];
  readonly resolve: () => void;
  readonly reject: (error: RegistryError) => void;
}

/** Rows that one transaction writes at most, so that none holds the chain's head for long. */
const mostAtOnce = 500;

/**
 * One writer for all requests of a process: what comes while a commit is under way waits, and is committed together.
 * Several processes of a trust take turns at the chain's head.
 * @param pool of one connection, so that the writer never waits behind readers
 */
export function createLedger(pool: Pool, log: Log): Ledger {
  const waiting: Waiting[] = [];
  let isWriting = false;

  const write = async (group: readonly Waiting[]) => {
    try {
      await pool.query({ name: 'append-access', text: appendSql, values: [group.flatMap(({ events }) => events)] });
      for (const { resolve } of group) resolve();
    } catch (error) {
      log.error('the ledger cannot be written', { count: group.length, reason: describeFault(error) });
      for (const { reject } of group) reject(new RegistryError('LEDGER_UNAVAILABLE'));
    }
  };
  const writeAll = async () => {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) await write(takeGroup(waiting));
    isWriting = false;
  };

  return {
    append: (events, budgetMs) =>
      new Promise<void>((resolve, reject) => {
        const timer = setTimeout(giveUp, Math.max(0, budgetMs));
        const entry: Waiting = {
          events,
          resolve: () => settle(resolve),
          reject: (error) => settle(() => reject(error)),
        };
        function settle(end: () => void) {
          clearTimeout(timer);
          end();
        }
        function giveUp() {
          const place = waiting.indexOf(entry);
          if (place >= 0) waiting.splice(place, 1);
          reject(new RegistryError('LEDGER_UNAVAILABLE'));
        }
        waiting.push(entry);
        void writeAll();
      }),
  };
}

function takeGroup(waiting: Waiting[]): Waiting[] {
  let [rows, end] = [0, 0];
  do {
    rows += waiting[end]?.events.length ?? 0;
    end += 1;
  } while (end < waiting.length && rows < mostAtOnce);
  return waiting.splice(0, end);
}
