import type { LogFields } from '@crosstrust/service';
import type { FastifyRequest } from 'fastify';

/** What the one log line of a request says about its operation. Nothing that came in or went out, but for its name without digits. */
export function describeOperation({ operation }: FastifyRequest): LogFields {
  if (!operation) return {};
  const { name, kind, fetches, codes } = operation;
  return {
    operation: name,
    kind,
    trusts: fetches.map(({ trust, outcome, ms }) => ({ trust, outcome, ms })),
    ...(codes.length > 0 ? { codes } : {}),
  };
}
