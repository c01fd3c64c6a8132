import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphqlBody } from '../limits/keep-within-limits.ts';
import type { OperationContext } from './operation.ts';

/**
 * The stage that answers: the executor with the operation that the stages before it have made. The executor's own HTTP
 * layer stays outside: it would answer an unforeseen fault by itself, without a reference and without a trace.
 */
export function execute(server: ApolloServer<OperationContext>) {
  return async ({ body, operation }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { query, variables, operationName } = body as GraphqlBody;
    const answer = await server.executeOperation(
      { query, ...(variables ? { variables } : {}), ...(operationName ? { operationName } : {}) },
      { contextValue: { operation } },
    );
    if (answer.body.kind !== 'single') throw new Error('an answer comes in one piece');
    const { errors, data, extensions } = answer.body.singleResult;
    return reply.status(answer.http.status ?? 200).send({ errors, data, extensions });
  };
}

/** Hands an unforeseen fault on as it is; else the executor throws another, which says nothing of its place. */
export const passOnFaults: ApolloServerPlugin<OperationContext> = {
  unexpectedErrorProcessingRequest: async ({ error }) => {
    throw error;
  },
};
