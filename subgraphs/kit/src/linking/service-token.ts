import { accountsIssuer, type Clock } from '@crosstrust/contract';
import { verifyToken } from '@crosstrust/service';
import type { FastifyRequest } from 'fastify';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

/** Whether a request comes from `accounts` itself, for this purpose and this trust. */
export type FromAccounts = (request: FastifyRequest) => Promise<boolean>;

/** Accepts the service tokens of `accounts` that have this scope, and no others. */
export function acceptServiceToken(
  { accountsKeys, clock }: { accountsKeys: JWTVerifyGetKey; clock: Clock },
  { audience, scope }: { audience: string; scope: string },
): FromAccounts {
  const schema = z.object({ scope: z.literal(scope) });
  return async (request) => {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return verifyToken(token, { keys: accountsKeys, issuer: accountsIssuer, audience, now: clock(), schema }).then(
      () => true,
      () => false,
    );
  };
}
