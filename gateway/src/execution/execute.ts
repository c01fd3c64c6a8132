import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationContext } from './operation.ts';

/** The stage that answers: the executor with the operation that the stages before it have made. */
export function execute(
  server: ApolloServer<OperationContext>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  const handler = fastifyApolloHandler(server, { context: async ({ operation }) => ({ operation }) });
  return async (request, reply) => handler.call(request.server, request, reply);
}
