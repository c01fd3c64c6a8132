import { RegistryError } from '@crosstrust/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TrustContext } from '../graph/context.ts';
import { type Rendered, renderings } from './renderings.ts';

/** Content types that a browser may show; everything else is offered for download. */
const shownInline = new Set(['application/pdf', 'text/plain', 'image/jpeg', 'image/png']);

/** GET /documents/:token: the document behind a link, in the form that the link names, for a viewer who may open its record now. */
export function serveDocuments(
  http: FastifyInstance,
  contextOf: (request: FastifyRequest) => Promise<TrustContext>,
): void {
  http.get<{ Params: { token: string } }>('/documents/:token', async (request, reply) => {
    const context = await contextOf(request);
    try {
      const linked = await context.links.read(request.params.token);
      const verdict = await context.judge(linked.record);
      if (verdict !== true) throw verdict;
      const found = await renderings.get(linked.as)?.(context, linked);
      if (!found) throw new RegistryError('LINK_EXPIRED');
      context.ledger.note(linked.record, 'DOCUMENTS');
      return reply
        .header('content-type', found.contentType)
        .header('content-disposition', dispositionOf(found))
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'no-store')
        .send(found.body);
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      const status = error.code === 'UNAUTHENTICATED' || error.code === 'TOKEN_INVALID' ? 401 : 404;
      return reply.status(status).send({ errors: [error.toJSON()] });
    }
  });
}

function dispositionOf({ contentType, fileName }: Rendered): string {
  const way = shownInline.has(contentType.split(';')[0] ?? '') ? 'inline' : 'attachment';
  return fileName === undefined ? way : `${way}; filename="${fileName}"`;
}
