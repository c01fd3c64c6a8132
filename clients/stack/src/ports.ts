import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { codeOf } from './fault.ts';

/** Whether we could listen on this port of the loopback addresses now: a browser may try either for `localhost`. */
export async function isFree(port: number): Promise<boolean> {
  const [four, six] = await Promise.all([tryToListen(port, '127.0.0.1'), tryToListen(port, '::1')]);
  return four === undefined && six !== 'EADDRINUSE';
}

function tryToListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error) ?? 'unknown'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/**
 * Free ports, below the range from which systems take the ports of outgoing connections, and at random, so that two
 * stacks that start at once hardly ever choose the same.
 */
export async function findFreePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(20_000, 32_000);
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  return [...found];
}

/** One free port. */
export async function findFreePort(): Promise<number> {
  const [port] = await findFreePorts(1);
  return port as number;
}
