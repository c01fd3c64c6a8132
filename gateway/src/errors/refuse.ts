import { type ErrorCode, type ErrorDetails, RegistryError } from '@crosstrust/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A refusal before anything was executed: an error of the registry and the HTTP status that goes with it. */
export class Refusal extends RegistryError {
  constructor(
    code: ErrorCode,
    readonly statusCode: number,
    details?: ErrorDetails,
  ) {
    super(code, details);
  }
}

/** Makes a refusal, to be thrown by a stage. */
export function refuse(code: ErrorCode, statusCode: number, details?: ErrorDetails): Refusal {
  return new Refusal(code, statusCode, details);
}

/** Notes the code of a refusal for the log line. */
export async function noteRefusal({ operation }: FastifyRequest, _reply: FastifyReply, error: Error): Promise<void> {
  if (error instanceof Refusal) operation.codes = [error.code];
}
