import { headers } from '@crosstrust/contract';
import type { FastifyRequest } from 'fastify';
import type { Client } from './core.ts';

/** The most characters of what a client calls itself. */
const longestAgent = 300;

/** The client behind a request, as the gateway's headers tell of it; whoever reaches this service without the gateway is the client. */
export function clientOf(request: FastifyRequest): Client {
  const given = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    address: given(headers.clientAddress) ?? request.ip,
    agent: given('user-agent')?.slice(0, longestAgent) ?? null,
    savedDevice: given(headers.savedDevice),
  };
}
