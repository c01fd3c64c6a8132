import { randomUUID } from 'node:crypto';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A client's correlation id goes into the logs of every service: it is taken only if it is a UUID, else made anew. */
export function correlationFromOutside(given: unknown): string {
  return typeof given === 'string' && uuid.test(given) ? given : randomUUID();
}
