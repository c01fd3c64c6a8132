/** Milliseconds without a request of the person after which a session ends. */
export const idleLimit = 10 * 60_000;
/** Milliseconds after which a session ends whatever happens. */
export const absoluteLimit = 12 * 60 * 60_000;

/** The moments that a session has to be younger than, to be alive. */
export function aliveSince(now: Date): { seenAfter: Date; createdAfter: Date } {
  return { seenAfter: new Date(now.getTime() - idleLimit), createdAfter: new Date(now.getTime() - absoluteLimit) };
}
