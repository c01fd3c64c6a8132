import { randomUUID } from 'node:crypto';

/** The caller's correlation id when it has the right form (it goes into logs and SQL comments), else a new one. */
export function correlationOf(given: unknown): string {
  return typeof given === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(given) ? given : randomUUID();
}
