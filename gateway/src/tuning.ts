/** What the gateway allows itself and its services. Fixed in code; tests shorten some. */
export interface Tuning {
  /** Milliseconds kept back from an operation's time for merging and answering. */
  readonly reserveMs: number;
  /** Bytes of one service's answer. */
  readonly answerBytes: number;
  /** Connections to one service. */
  readonly connections: number;
  /** Failures in a row after which a service is left alone for a while. */
  readonly breakerFailures: number;
  /** Milliseconds until one request tries it again. */
  readonly breakerOpenMs: number;
  /**
   * The part of an operation's time that a service must have had to be blamed for a timeout. Less, and the time was spent
   * elsewhere: a client could starve a healthy service by sending slowly, or by asking for many things in turn.
   */
  readonly fairShare: number;
  /**
   * Milliseconds that trusts leave to the service over all trusts, where an operation needs it: it begins when the slowest
   * has answered, and one that hangs must not cost the others' part as well.
   */
  readonly timelineMs: number;
  /** Milliseconds for the headers of a document. */
  readonly documentMs: number;
  /** Milliseconds of a whole export, and what of them is kept for putting it together. */
  readonly myDataMs: number;
  readonly myDataMergeMs: number;
  /** Bytes of one trust's part of an export. */
  readonly myDataBytes: number;
  /** Exports at once: each is held in memory, whole. */
  readonly myDataAtOnce: number;
  /** Milliseconds that shutting down waits for operations under way. */
  readonly drainMs: number;
}

export const defaultTuning: Tuning = {
  reserveMs: 50,
  answerBytes: 10_000_000,
  connections: 100,
  breakerFailures: 5,
  breakerOpenMs: 3_000,
  fairShare: 0.75,
  timelineMs: 200,
  documentMs: 5_000,
  myDataMs: 30_000,
  myDataMergeMs: 10_000,
  myDataBytes: 32_000_000,
  myDataAtOnce: 4,
  drainMs: 4_000,
};
