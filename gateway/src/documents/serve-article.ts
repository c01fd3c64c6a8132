import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../errors/refuse.ts';
import type { Upstream } from '../upstream/create-upstream.ts';
import { openDocument, sendDocument } from './open-document.ts';

/** Seconds for which anybody may keep an article. */
const keptSeconds = 300;

/** GET /articles/:trust/:file: a guide of a trust as a file, for everybody. No session and no token goes along. */
export function serveArticle(upstreams: ReadonlyMap<string, Upstream>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { trust, file } = request.params as { trust: string; file: string };
    const upstream = upstreams.get(trust);
    if (!upstream || !/^[a-z0-9][a-z0-9-]{0,63}\.pdf$/.test(file)) throw refuse('LINK_EXPIRED', 404);
    const document = await openDocument(upstream, request, `/articles/${file}`);
    return sendDocument(reply, document, `public, max-age=${keptSeconds}`);
  };
}
