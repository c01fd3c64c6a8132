import {
  headers,
  type NhsLoginBegun,
  nhsLoginBeginSchema,
  type NhsLoginFinished,
  nhsLoginFinishSchema,
  RegistryError,
} from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { clientOf } from '../client-of.ts';
import type { ClientCall, Core } from '../core.ts';
import { Viewer, type ViewerOrError } from '../people/viewer.ts';
import { beginNhsLogin } from './begin-nhs-login.ts';
import { finishNhsLogin } from './finish-nhs-login.ts';

/**
 * `POST /nhs-login/begin` and `/nhs-login/finish`, which the gateway asks when a browser goes to NHS login and comes back.
 * A refusal is an answer too: the gateway sends the browser on with its code.
 */
export function serveNhsLogin(http: FastifyInstance, core: Core, signer: Signer): void {
  http.post('/nhs-login/begin', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const begin = nhsLoginBeginSchema.safeParse(request.body);
    if (!begin.success || isBrowser(request)) return reply.status(400).send({ code: 'BAD_INPUT' });
    return tellRefusal<NhsLoginBegun>(async () =>
      beginNhsLogin(core, callOf(request), await presentedOf(request, core, signer), begin.data),
    );
  });
  http.post('/nhs-login/finish', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const finish = nhsLoginFinishSchema.safeParse(request.body);
    if (!finish.success || isBrowser(request)) return reply.status(400).send({ code: 'BAD_INPUT' });
    return tellRefusal<NhsLoginFinished>(async () => {
      const presented = await presentedOf(request, core, signer);
      const result = await finishNhsLogin(core, callOf(request), presented, finish.data);
      if ('userErrors' in result) return { refused: result.userErrors[0]?.code ?? 'NHS_LOGIN_FAILED' };
      reply.header(headers.session, result.done.token);
      return { to: result.done.to };
    });
  });
}

async function tellRefusal<Answer>(work: () => Promise<Answer>): Promise<Answer | { refused: RegistryError['code'] }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RegistryError) return { refused: error.code };
    throw error;
  }
}

/** Only the gateway comes here, which is no browser; a page that finds this service on its own machine or network is refused. */
const isBrowser = ({ headers: given }: FastifyRequest): boolean =>
  ['origin', 'cookie', 'sec-fetch-site'].some((name) => given[name] !== undefined);

const callOf = (request: FastifyRequest): ClientCall => ({
  correlation: request.correlation,
  client: clientOf(request),
});

const presentedOf = (request: FastifyRequest, core: Core, signer: Signer): Promise<ViewerOrError> =>
  Viewer.ofAuthorization(request.headers.authorization, signer, core.clock());
