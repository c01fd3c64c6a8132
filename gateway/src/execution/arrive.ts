import type { FastifyRequest } from 'fastify';
import { Operation } from './operation.ts';

/** The first stage: from here the operation's time is counted. @param ms until it is known whether it changes something */
export function arrive(ms: number, isDevelopment: boolean) {
  return async (request: FastifyRequest): Promise<void> => {
    const explain = isDevelopment && request.headers['x-explain'] === '1';
    const client = { address: request.ip, agent: request.headers['user-agent'] ?? '' };
    request.operation = new Operation(request.correlation, performance.now(), explain, client, ms);
  };
}
