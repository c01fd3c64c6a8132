import type { ErrorCode } from '@crosstrust/contract';
import type { FastifyReply } from 'fastify';
import type { Operation } from '../execution/operation.ts';

/** Sends the browser to the page where people sign in, with the code that says why NHS login did not sign them in. */
export function leaveWith(operation: Operation, reply: FastifyReply, refused: ErrorCode): FastifyReply {
  const code = refused === 'UNAUTHENTICATED' && operation.session.state === 'ended' ? 'SESSION_ENDED' : refused;
  operation.codes = [code];
  return reply.redirect(`/?signIn=${code}`, 303);
}
