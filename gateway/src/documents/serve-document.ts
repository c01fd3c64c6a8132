import { type ErrorCode, headers } from '@crosstrust/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../errors/refuse.ts';
import { tokenFor } from '../session/session.ts';
import type { Upstream, UpstreamStream } from '../upstream/create-upstream.ts';
import { UpstreamFault } from '../upstream/upstream-fault.ts';

const passedHeaders = ['content-type', 'content-length', 'content-disposition'] as const;

/** Headers of every document: it is shown by itself, runs nothing, and is kept nowhere. */
const documentHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox",
  'x-frame-options': 'SAMEORIGIN',
};

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
    const document = await openDocument(upstream, request, token, accessToken);
    for (const name of passedHeaders) {
      const value = document.headers[name];
      if (typeof value === 'string') reply.header(name, value);
    }
    return reply.headers(documentHeaders).send(document.body);
  };
}

async function openDocument(
  upstream: Upstream,
  request: FastifyRequest,
  token: string,
  accessToken: string,
): Promise<UpstreamStream> {
  const { operation } = request;
  const report = operation.startFetch(upstream.name);
  try {
    const document = await upstream.open({
      method: 'GET',
      path: `/documents/${token}`,
      headers: { authorization: `Bearer ${accessToken}`, [headers.correlation]: operation.correlation },
      deadline: operation.deadline,
    });
    report(document.status === 200 ? 'ok' : 'errors');
    if (document.status === 200) return document;
    document.body.on('error', () => {}).destroy();
    throw refusalFor(document.status, upstream.name);
  } catch (fault) {
    if (!(fault instanceof UpstreamFault)) throw fault;
    report(fault.kind);
    throw refuse(fault.kind === 'timeout' ? 'TRUST_TIMEOUT' : 'TRUST_UNAVAILABLE', 503, { trust: upstream.name });
  }
}

function refusalFor(status: number, trust: string) {
  const known: Record<number, [ErrorCode, number]> = {
    401: ['TOKEN_INVALID', 401],
    403: ['LINK_EXPIRED', 404],
    404: ['LINK_EXPIRED', 404],
    410: ['LINK_EXPIRED', 404],
  };
  const [code, answered] = known[status] ?? ['TRUST_UNAVAILABLE', 503];
  return refuse(code, answered, { trust });
}
