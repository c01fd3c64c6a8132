import { anchorAudience, anchorClaimsSchema, anchorRequestSchema } from '@crosstrust/contract';
import { describeFault, remoteKeys, verifyToken } from '@crosstrust/service';
import type { FastifyInstance } from 'fastify';
import type { Core } from '../core.ts';
import { keepAnchor } from './keep-anchor.ts';

/** `POST /anchors`: a trust tells how far its ledger of who looked has got, signed with its own key. */
export function serveAnchors(http: FastifyInstance, core: Core, trustUrls: ReadonlyMap<string, string>): void {
  const keysOf = new Map([...trustUrls].map(([trust, url]) => [trust, remoteKeys(url)]));
  http.post('/anchors', async (request, reply) => {
    const parsed = anchorRequestSchema.safeParse(request.body);
    if (!parsed.success) return reply.status(400).send({ code: 'BAD_INPUT' });
    const { trust, anchor: token } = parsed.data;
    const keys = keysOf.get(trust);
    if (!keys) return reply.status(404).send({ code: 'TRUST_UNKNOWN' });
    const expected = { keys, issuer: trust, audience: anchorAudience, now: core.clock(), schema: anchorClaimsSchema };
    const claims = await verifyToken(token, expected).catch((error: unknown) => {
      core.log.warn('an anchor does not hold', {
        correlation: request.correlation,
        trust,
        reason: describeFault(error),
      });
    });
    if (!claims) return reply.status(401).send({ code: 'TOKEN_INVALID' });
    const { seq, hash, readAt } = claims;
    const verdict = await keepAnchor(core, { trust, seq, hash, readAt: new Date(readAt), token });
    return reply.status(verdict === 'conflict' ? 409 : 204).send();
  });
}
