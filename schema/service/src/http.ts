import { errorRegistry, headers, isErrorCode, maskError } from '@crosstrust/contract';
import { fastify, type FastifyInstance, type FastifyRequest } from 'fastify';
import { correlationOf } from './correlation.ts';
import { describeFault, type Log, type LogFields } from './log.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** One id from the browser to the SQL comment. */
    correlation: string;
  }
}

export interface HttpOptions {
  readonly log: Log;
  /** Bytes. */
  readonly bodyLimit: number;
  /** Rejects when the service cannot serve now. */
  readonly ready: () => Promise<void>;
  /** What a service adds to the one log line of a request. */
  readonly describe?: (request: FastifyRequest) => LogFields;
  /** Addresses of the proxies whose word on the client's address is taken; nobody's, if nothing is said. */
  readonly trustedProxies?: readonly string[];
  /** How a request's correlation id is taken from its header; as the service before sent it, if nothing is said. */
  readonly correlate?: (given: unknown) => string;
}

/**
 * An HTTP server with what every service answers: `/health` (alive), `/ready` (can serve), a correlation id on each
 * answer, one log line a request, and errors of the registry only.
 */
export function createHttp({
  log,
  bodyLimit,
  ready,
  describe,
  correlate = correlationOf,
  trustedProxies = [],
}: HttpOptions): FastifyInstance {
  const http = fastify({
    bodyLimit,
    routerOptions: { maxParamLength: 2000 },
    forceCloseConnections: true,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
  });
  http.decorateRequest('correlation', '');
  http.addHook('onRequest', async (request, reply) => {
    request.correlation = correlate(request.headers[headers.correlation]);
    reply.header(headers.correlation, request.correlation);
  });
  http.addHook('onResponse', async (request, reply) => {
    log.info('request', {
      correlation: request.correlation,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...describe?.(request),
    });
  });
  http.setErrorHandler(
    (error: Error & { statusCode?: number; extensions?: Record<string, unknown> }, request, reply) => {
      const code = isErrorCode(error.extensions?.['code']) ? error.extensions['code'] : httpErrorCode(error.statusCode);
      if (code === 'INTERNAL') log.error('fault', { correlation: request.correlation, reason: describeFault(error) });
      const masked = maskError(
        { message: errorRegistry[code].message, extensions: { ...error.extensions, code } },
        request.correlation,
      );
      reply.status(error.statusCode ?? 500).send({ errors: [masked] });
    },
  );
  http.get('/health', async () => ({ alive: true }));
  http.get('/ready', async (_request, reply) => {
    try {
      await ready();
      return { ready: true };
    } catch {
      return reply.status(503).send({ ready: false });
    }
  });
  return http;
}

function httpErrorCode(status: number | undefined) {
  if (status === 413) return 'QUERY_TOO_LARGE';
  if (status === 405) return 'METHOD_NOT_ALLOWED';
  if (status !== undefined && status >= 400 && status < 500) return 'GRAPHQL_PARSE_FAILED';
  return 'INTERNAL';
}
