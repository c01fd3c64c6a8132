import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import type { Tuning } from '../tuning.ts';
import { createBreaker } from './breaker.ts';
import { type Deadline, withTimer } from './deadline.ts';
import { faultOf, UpstreamFault } from './upstream-fault.ts';

/** One request to a service. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly deadline: Deadline;
  /** Bytes that the answer may have; those of every answer, if it is not given. */
  readonly answerBytes?: number;
  /** Changes that the service makes one after the other, so that they share the time; one, if it is not given. */
  readonly steps?: number;
}

/** A whole answer of a service. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The bytes, read as UTF-8. */
  readonly text: string;
}

/** An answer whose body is still coming. */
export interface UpstreamStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** One service behind the gateway: its pool of connections and its breaker. */
export interface Upstream {
  readonly name: string;
  /**
   * Sends a request and reads the answer; `read` throws an UpstreamFault for an answer that makes no sense.
   * @throws UpstreamFault and nothing else of the network's
   */
  ask<Result>(request: UpstreamRequest, read: (answer: UpstreamAnswer) => Result): Promise<Result>;
  /** Sends a request; the deadline is for the headers, and a body may then pause for `documentMs` at most. @throws UpstreamFault */
  open(request: UpstreamRequest): Promise<UpstreamStream>;
  close(): Promise<void>;
}

/** @param url where the service is reached; a path in it goes before each request's path */
export function createUpstream(name: string, url: string, tuning: Tuning): Upstream {
  const { origin, pathname } = new URL(url);
  const prefix = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, {
    connections: tuning.connections,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: 5_000,
    allowH2: false,
  });
  const breaker = createBreaker({ failures: tuning.breakerFailures, openMs: tuning.breakerOpenMs });

  const send = (request: UpstreamRequest, signal: AbortSignal, bodyTimeout: number) =>
    pool.request({
      method: request.method,
      path: `${prefix}${request.path}`,
      headers: request.headers,
      body: request.body ?? null,
      signal,
      bodyTimeout,
    });

  const guarded = async <Result>(
    { deadline, steps = 1 }: UpstreamRequest,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> => {
    const ms = deadline.remaining();
    if (ms < 1) throw new UpstreamFault('timeout', false);
    if (!breaker.admits()) throw new UpstreamFault('unavailable', false);
    return withTimer(ms, async (signal) => {
      try {
        const result = await work(signal);
        breaker.succeeded();
        return result;
      } catch (error) {
        const fault = faultOf(error, signal);
        if (fault && isItsOwn(fault, ms / steps / deadline.wholeMs >= tuning.fairShare)) breaker.failed();
        else breaker.inconclusive();
        throw fault ?? error;
      }
    });
  };

  return {
    name,
    ask: (request, read) =>
      guarded(request, async (signal) => {
        const { statusCode, headers, body } = await send(request, signal, 0);
        const bytes = await readBytes(body, request.answerBytes ?? tuning.answerBytes);
        return read({
          status: statusCode,
          headers,
          bytes,
          get text() {
            return bytes.toString('utf8');
          },
        });
      }),
    open: (request) =>
      guarded(request, async (signal) => {
        const { statusCode, headers, body } = await send(request, signal, tuning.documentMs);
        return { status: statusCode, headers, body };
      }),
    close: () => pool.destroy(),
  };
}

/** Whether a fault says something about the service. One client's query can cause the others, and must not shut it. */
function isItsOwn({ kind }: UpstreamFault, hadFairShare: boolean): boolean {
  return kind === 'unavailable' || (kind === 'timeout' && hadFairShare);
}

async function readBytes(body: Dispatcher.ResponseData['body'], limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // leaving the loop destroys the stream, and with it the connection
    if (bytes > limit) throw new UpstreamFault('oversized', true);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
