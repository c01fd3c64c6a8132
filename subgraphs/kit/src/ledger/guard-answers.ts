import { Readable } from 'node:stream';
import { RegistryError } from '@crosstrust/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RequestLedger } from './request-ledger.ts';

/** Headers that describe the answer in whose place the error goes. */
const ofTheAnswer = ['content-length', 'content-disposition', 'cache-control', 'etag', 'last-modified'];

/**
 * Lets no answer leave, whichever route made it, before what it tells of is in the ledger. Where that fails, an error goes
 * in its place.
 * @returns registers the ledger of a request
 */
export function guardAnswers(http: FastifyInstance): (request: FastifyRequest, ledger: RequestLedger) => void {
  const ledgers = new WeakMap<FastifyRequest, RequestLedger>();
  http.addHook('onSend', async (request, reply, payload) => {
    const ledger = ledgers.get(request);
    if (!ledger) return payload;
    try {
      await ledger.commit();
      return payload instanceof Readable ? Readable.from(eachAfter(ledger, payload), { objectMode: false }) : payload;
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      return sendInstead(reply, error);
    }
  });
  return (request, ledger) => void ledgers.set(request, ledger);
}

/** What is read while it goes out is written piece by piece; where that fails the answer breaks off. */
async function* eachAfter(ledger: RequestLedger, stream: Readable): AsyncGenerator<unknown> {
  for await (const piece of stream) {
    await ledger.commit();
    yield piece;
  }
}

function sendInstead(reply: FastifyReply, error: RegistryError): string {
  for (const name of ofTheAnswer) reply.removeHeader(name);
  reply.status(503).header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store');
  return JSON.stringify({ errors: [error.toJSON()] });
}
