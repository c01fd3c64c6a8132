import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What a service was asked. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Its JSON; nothing where it is none. */
  readonly body: Record<string, unknown>;
  readonly bytes: Buffer;
}

export type Handler = (asked: Asked, response: ServerResponse) => void | Promise<void>;

/** A real HTTP server whose behaviour a test can change while it runs. */
export interface FakeService {
  readonly url: string;
  readonly asked: Asked[];
  /** Answers POST /graphql in another way; undefined gives the healthy one back. */
  break(handler: Handler | undefined): void;
  /** Stops listening and drops every connection, as a killed process does. */
  kill(): Promise<void>;
  /** Listens again at the same port. */
  revive(): Promise<void>;
}

/** @param routes what is answered at each path; `/documents/` stands for all below it */
export async function startFakeService(routes: Readonly<Record<string, Handler>>): Promise<FakeService> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let broken: Handler | undefined;
  let port = 0;
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const question: Asked = { path, headers: request.headers, ...(await readBody(request)) };
    asked.push(question);
    const route =
      routes[path] ?? Object.entries(routes).find(([prefix]) => prefix.endsWith('/') && path.startsWith(prefix))?.[1];
    const handler = broken && path === '/graphql' ? broken : route;
    if (handler) await handler(question, response);
    else response.writeHead(404).end();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  const listen = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen();
  port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    break: (handler) => {
      broken = handler;
    },
    kill: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    revive: listen,
  };
}

export function sendJson(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<Pick<Asked, 'body' | 'bytes'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const isJson = bytes.length > 0 && request.headers['content-type'] !== 'application/octet-stream';
  return { bytes, body: isJson ? JSON.parse(bytes.toString()) : {} };
}
