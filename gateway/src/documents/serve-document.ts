import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../errors/refuse.ts';
import { tokenFor } from '../session/session.ts';
import type { Upstream } from '../upstream/create-upstream.ts';
import { openDocument, sendDocument } from './open-document.ts';

/** GET /documents/:trust/:token: a document of a trust, under the viewer's session and with their token for that trust. */
export function serveDocument(upstreams: ReadonlyMap<string, Upstream>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { trust, token } = request.params as { trust: string; token: string };
    const { operation } = request;
    if (operation.session.state === 'none') throw refuse('UNAUTHENTICATED', 401);
    if (operation.session.state === 'ended') throw refuse('SESSION_ENDED', 401);
    const upstream = upstreams.get(trust);
    const accessToken = tokenFor(operation.session, trust);
    // a trust that is not there, not linked, or a token that cannot be one: absent and forbidden look the same
    if (!upstream || !accessToken || !/^[A-Za-z0-9._~-]+$/.test(token)) throw refuse('LINK_EXPIRED', 404);
    return sendDocument(reply, await openDocument(upstream, request, `/documents/${token}`, accessToken), 'no-store');
  };
}
