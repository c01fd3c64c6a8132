import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Where the build puts the page; the same place seen from `src` and from `dist`. */
const pageFolder = fileURLToPath(new URL('../../dist/playground/page', import.meta.url));

/** The page may load what lies beside it and talk to this gateway, nothing else. The editor writes its styles at run time. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * GraphiQL at /playground, for development. `/playground/inbox` leads to the page where a developer reads the codes that
 * would have gone out by text message.
 */
export async function servePlayground(http: FastifyInstance, inboxUrl: string): Promise<void> {
  await http.register(fastifyStatic, {
    root: pageFolder,
    prefix: '/playground/',
    redirect: false,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('content-security-policy', pagePolicy).header('cache-control', 'no-cache');
    },
  });
  http.get('/playground', (_request, reply) => reply.redirect('/playground/'));
  http.get('/playground/inbox', (_request, reply) => reply.redirect(inboxUrl));
  http.get('/', (_request, reply) => reply.redirect('/playground/'));
}
