import type { FastifyRequest } from 'fastify';
import { refuse } from '../errors/refuse.ts';

/** Refuses what a page of another site had a browser send: the cookie would come along. Programs send neither header. */
export function checkOrigin(publicUrl: URL) {
  return async (request: FastifyRequest): Promise<void> => {
    const { origin } = request.headers;
    if (origin !== undefined && origin !== publicUrl.origin) throw refuse('ORIGIN_REFUSED', 403);
    const site = request.headers['sec-fetch-site'];
    // old browsers send no Origin, new ones tell in this header
    if (origin === undefined && (site === 'cross-site' || site === 'same-site')) throw refuse('ORIGIN_REFUSED', 403);
  };
}

/** Refuses a body that a form of another site could send. */
export async function checkContentType(request: FastifyRequest): Promise<void> {
  if (!/^application\/json *(;|$)/i.test(request.headers['content-type'] ?? '')) throw refuse('ORIGIN_REFUSED', 415);
}
