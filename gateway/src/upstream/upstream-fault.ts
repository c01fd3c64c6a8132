/** How an exchange with a service failed. `oversized`: its answer was larger than what is read. */
export type FaultKind = 'timeout' | 'unavailable' | 'oversized';

/** An exchange with a service that failed. Holds nothing of what was said. */
export class UpstreamFault extends Error {
  override readonly name = 'UpstreamFault';

  /** @param mayHaveActed whether the request can have reached the service, so that a change may have been made. */
  constructor(
    readonly kind: FaultKind,
    readonly mayHaveActed: boolean,
  ) {
    super(kind);
  }
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The client refuses what it was given to send. */
const neverSent = 'UND_ERR_INVALID_ARG';

/** What an error of the HTTP client means; undefined for one that is our own fault and must not be taken for the service's. */
export function faultOf(error: unknown, signal: AbortSignal): UpstreamFault | undefined {
  if (error instanceof UpstreamFault) return error;
  if (signal.aborted) return new UpstreamFault('timeout', true);
  if (!(error instanceof Error && 'code' in error) || error.code === neverSent) return undefined;
  return new UpstreamFault('unavailable', !neverConnected.has(String(error.code)));
}
