import { sessionQuestionSchema } from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import type { FastifyInstance } from 'fastify';
import type { Core } from '../core.ts';
import { answerSession } from './answer-session.ts';

/** `POST /session`, which the gateway asks once a request. */
export function serveSession(http: FastifyInstance, core: Core, signer: Signer): void {
  http.post('/session', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const question = sessionQuestionSchema.safeParse(request.body);
    if (!question.success) return reply.status(400).send({ code: 'BAD_INPUT' });
    const answer = await answerSession(core, signer, request, question.data);
    return answer ?? reply.status(401).send({ code: 'SESSION_ENDED' });
  });
}
