import { RegistryError } from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import type { FastifyInstance } from 'fastify';
import type { Core } from '../core.ts';
import { mustBeSignedIn, Viewer } from '../people/viewer.ts';
import { readAccountPart } from './read-account-part.ts';

/** `GET /my-data`, which the gateway asks when somebody takes their data along; a calendar's token opens nothing here. */
export function serveMyData(http: FastifyInstance, core: Core, signer: Signer): void {
  http.get('/my-data', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      const viewer = mustBeSignedIn(await Viewer.ofAuthorization(request.headers.authorization, signer, core.clock()));
      if (viewer.purpose !== 'session') throw new RegistryError('NOT_YOURS');
      const part = await readAccountPart(core, request, viewer);
      if (!part) throw new RegistryError('NOT_YOURS');
      return part;
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      return reply.status(error.code === 'NOT_YOURS' ? 403 : 401).send({ errors: [error.toJSON()] });
    }
  });
}
