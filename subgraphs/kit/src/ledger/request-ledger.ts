import type { AccessKind, Clock, ErrorCode } from '@crosstrust/contract';
import type { Viewer } from '../access/viewer.ts';
import type { Policy } from '../policy/policy.ts';
import { type Access, writeAuditEvent } from './audit-event.ts';
import type { Ledger } from './create-ledger.ts';
import { rightOf } from './right-of.ts';

/**
 * What one request looked at. Readers note by themselves what they read; what else goes out (a document, an export) is noted
 * beside them. It is written before the answer leaves (`guard-answers.ts`); who sends a stream calls `commit` before it.
 */
export interface RequestLedger {
  /** Notes that kinds of content of a record go into the answer. */
  note(recordId: string, ...kinds: readonly AccessKind[]): void;
  /** Notes that it was tried and refused. A record that no grant of the viewer names is not told of. */
  noteRefused(recordId: string, code: ErrorCode, action?: 'R' | 'U', kinds?: readonly AccessKind[]): void;
  /** Writes what was noted and not written yet. @throws RegistryError LEDGER_UNAVAILABLE; then nothing may be answered */
  commit(): Promise<void>;
}

interface Parts {
  readonly ledger: Ledger;
  readonly trust: Policy['trust'];
  readonly viewer: Viewer;
  readonly clock: Clock;
  readonly correlation: string;
  readonly budgetMs: () => number;
}

interface Noted {
  readonly recordId: string;
  readonly action: 'R' | 'U';
  readonly refused: ErrorCode | undefined;
  readonly kinds: Set<AccessKind>;
}

/** Milliseconds that writing gets at least, however late the request is: whoever asked may still wait. */
const leastMs = 500;

/** One row for each record, kind of action and outcome of the request, with the kinds of content. */
export function createRequestLedger({ ledger, trust, viewer, clock, correlation, budgetMs }: Parts): RequestLedger {
  const noted = new Map<string, Noted>();
  // a long answer is written bit by bit, and looks at the same kinds again and again
  const written = new Set<string>();
  const add = (row: Omit<Noted, 'kinds'>, kinds: readonly AccessKind[]) => {
    const key = `${row.recordId} ${row.action} ${row.refused ?? ''}`;
    const fresh = kinds.filter((kind) => !written.has(`${key} ${kind}`));
    if (fresh.length === 0 && written.has(key)) return;
    for (const kind of fresh) written.add(`${key} ${kind}`);
    written.add(key);
    const known = noted.get(key) ?? { ...row, kinds: new Set() };
    for (const kind of fresh) known.kinds.add(kind);
    noted.set(key, known);
  };
  const eventOf = ({ kinds, ...row }: Noted): string[] => {
    const grant = viewer.grants.get(row.recordId);
    if (!grant) return [];
    const access: Access = { ...row, ...rightOf(grant, viewer.actor), kinds: [...kinds], at: clock(), correlation };
    return [writeAuditEvent(trust, access)];
  };
  return {
    note: (recordId, ...kinds) => {
      if (kinds.length > 0) add({ recordId, action: 'R', refused: undefined }, kinds);
    },
    noteRefused: (recordId, code, action = 'R', kinds = []) => add({ recordId, action, refused: code }, kinds),
    commit: async () => {
      const events = [...noted.values()].flatMap(eventOf);
      noted.clear();
      if (events.length > 0) await ledger.append(events, Math.max(leastMs, budgetMs()));
    },
  };
}

/** For a request without a viewer: it looks at no record. */
export const noLedger: RequestLedger = { note: () => {}, noteRefused: () => {}, commit: async () => {} };
