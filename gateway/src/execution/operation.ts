import type { QueryPlan } from '@apollo/query-planner';
import type { ErrorCode } from '@crosstrust/contract';
import { isSessionText } from '../session/read-presented-session.ts';
import type { Session } from '../session/session.ts';
import { type Deadline, deadlineAfter } from '../upstream/deadline.ts';
import type { FaultKind } from '../upstream/upstream-fault.ts';

/** How one exchange with a service went. */
export interface FetchReport {
  readonly trust: string;
  outcome: 'pending' | 'ok' | 'errors' | FaultKind;
  ms: number;
}

/** Who sent a request, as far as accounts must know it to limit tries and to list sessions. */
export interface Client {
  readonly address: string;
  readonly agent: string;
}

/** All that the gateway knows about one request on its way through the stages. */
export class Operation {
  kind: 'query' | 'mutation' = 'query';
  /** The operation's name as far as it may stand in a log; it comes from the client. */
  name: string | undefined;
  deadline: Deadline;
  session: Session = { state: 'none' };
  /** The session that this answer hands out, or `none` to take the cookie back. */
  newSession: string | undefined;
  /** The token of the device that the client has saved, for accounts alone. */
  savedDevice: string | undefined;
  /** The device that this answer saves, or `none` to forget it. */
  newDevice: string | undefined;
  plan: QueryPlan | undefined;
  codes: readonly ErrorCode[] = [];
  readonly fetches: FetchReport[] = [];
  /** What the first fetches brought; the executor merges the rest into these objects. */
  readonly roots: object[] = [];

  /**
   * @param arrivedAt when the request arrived, by `performance.now()`
   * @param explain whether the answer shows the plan and the times (development)
   */
  constructor(
    readonly correlation: string,
    readonly arrivedAt: number,
    readonly explain: boolean,
    readonly client: Client,
    firstMs: number,
  ) {
    this.deadline = deadlineAfter(firstMs, arrivedAt);
  }

  /** Gives the operation its time, counted from the request's arrival. */
  allow(ms: number): void {
    this.deadline = deadlineAfter(ms, this.arrivedAt);
  }

  /** Notes that a service is asked; the returned function notes how that went. */
  startFetch(trust: string): (outcome: FetchReport['outcome']) => void {
    const startedAt = performance.now();
    const report: FetchReport = { trust, outcome: 'pending', ms: 0 };
    this.fetches.push(report);
    return (outcome) => {
      report.outcome = outcome;
      report.ms = Math.round((performance.now() - startedAt) * 10) / 10;
    };
  }

  /** Takes what accounts said about the session in its answer's header. */
  keepSession(header: unknown): void {
    if (header === 'none' || isSessionText(header)) this.newSession = header;
  }

  /** Takes what accounts said about the saved device. */
  keepDevice(header: unknown): void {
    if (header === 'none' || isSessionText(header)) this.newDevice = header;
  }
}

/** What Apollo's server carries along. It copies this object, so the operation stands one level down. */
export interface OperationContext {
  readonly operation: Operation;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the first stage of a route that has stages. */
    operation: Operation;
  }
}
