import type { FastifyInstance } from 'fastify';

/** Lets the operations under way finish before connections are cut, for `drainMs` at most. New ones get 503 meanwhile. */
export function drainOnClose(http: FastifyInstance, drainMs: number): void {
  let underWay = 0;
  let drained = () => {};
  http.addHook('onRequest', async (_request, reply) => {
    underWay += 1;
    // also when the client went away, for which there is no onResponse
    reply.raw.once('close', () => {
      underWay -= 1;
      if (underWay === 0) drained();
    });
  });
  http.addHook('preClose', async () => {
    if (underWay === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, drainMs);
      drained = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  });
}
