import type { FastifyRequest } from 'fastify';
import { refuse } from '../errors/refuse.ts';

/** What a browser says a download is for when it is one: a page to go to, or a page's own script. */
const destinations: ReadonlySet<unknown> = new Set([undefined, 'document', 'empty']);

/**
 * The stage that lets a download be started by our own pages, by the address line and by programs alone. The session's cookie
 * comes along when another site's page links here; it shall not make anybody's whole record land on a disk. A browser says
 * where a request comes from and what it is for (`Sec-Fetch-*`), and a page cannot say it otherwise.
 */
export async function checkDownload({ headers }: FastifyRequest): Promise<void> {
  const isForeign = headers['sec-fetch-site'] === 'cross-site';
  if (isForeign || !destinations.has(headers['sec-fetch-dest'])) throw refuse('ORIGIN_REFUSED', 403);
}
