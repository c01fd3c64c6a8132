import { RegistryError } from '@crosstrust/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Policy } from '../policy/policy.ts';
import { offeredKinds } from './list-articles.ts';
import type { Library } from './library.ts';

/** Seconds for which anybody may keep a guide. */
const keptSeconds = 300;

/** GET /articles/:file: the PDF of a guide, `<id>.pdf`, for everybody (U11). */
export function serveArticles(
  http: FastifyInstance,
  policy: Policy,
  libraryOf: (request: FastifyRequest) => Library,
): void {
  http.get<{ Params: { file: string } }>('/articles/:file', async (request, reply) => {
    const [, id] = /^([a-z0-9][a-z0-9-]{0,63})\.pdf$/.exec(request.params.file) ?? [];
    const pdf = id === undefined ? null : await libraryOf(request).document(offeredKinds(policy), id);
    if (!pdf) return reply.status(404).send({ errors: [new RegistryError('LINK_EXPIRED').toJSON()] });
    return reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', `attachment; filename="${id}.pdf"`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', `public, max-age=${keptSeconds}`)
      .send(pdf);
  });
}
