import { feedQuestionSchema } from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import type { FastifyInstance } from 'fastify';
import type { Core } from '../core.ts';
import { answerFeed } from './answer-feed.ts';

/** `POST /feed`, which the gateway asks when a calendar follows its private link. */
export function serveFeed(http: FastifyInstance, core: Core, signer: Signer): void {
  http.post('/feed', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const question = feedQuestionSchema.safeParse(request.body);
    // what cannot be a secret is as unknown as any other
    const answer = question.success ? await answerFeed(core, signer, request, question.data.secret) : null;
    return answer ?? reply.status(404).send({ code: 'LINK_EXPIRED' });
  });
}
