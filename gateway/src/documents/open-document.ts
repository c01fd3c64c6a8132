import { type ErrorCode, headers } from '@crosstrust/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../errors/refuse.ts';
import type { Upstream, UpstreamStream } from '../upstream/create-upstream.ts';
import { UpstreamFault } from '../upstream/upstream-fault.ts';

const passedHeaders = ['content-type', 'content-length', 'content-disposition'] as const;

/** Headers of every document: it is shown by itself and runs nothing. */
const documentHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox",
  'x-frame-options': 'SAMEORIGIN',
};

/**
 * Asks a trust for a document, in the operation's time.
 * @param accessToken the viewer's for that trust; none for what anybody may read
 * @throws Refusal LINK_EXPIRED, TOKEN_INVALID, TRUST_TIMEOUT or TRUST_UNAVAILABLE
 */
export async function openDocument(
  upstream: Upstream,
  { operation }: FastifyRequest,
  path: string,
  accessToken?: string,
): Promise<UpstreamStream> {
  const report = operation.startFetch(upstream.name);
  try {
    const document = await upstream.open({
      method: 'GET',
      path,
      headers: {
        ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
        [headers.correlation]: operation.correlation,
      },
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

/** Streams a document as it comes, with those headers only that describe it. @param cacheControl who may keep it */
export function sendDocument(reply: FastifyReply, document: UpstreamStream, cacheControl: string): FastifyReply {
  for (const name of passedHeaders) {
    const value = document.headers[name];
    if (typeof value === 'string') reply.header(name, value);
  }
  return reply.headers({ ...documentHeaders, 'cache-control': cacheControl }).send(document.body);
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
