import { accessClaimsSchema, accountsIssuer, type Clock, RegistryError } from '@crosstrust/contract';
import { verifyToken } from '@crosstrust/service';
import type { JWTVerifyGetKey } from 'jose';
import { Viewer, type ViewerOrError } from './viewer.ts';

/** Turns a request's Authorization header into its viewer, or the error that says why there is none. */
export type Authenticate = (authorization: string | undefined) => Promise<ViewerOrError>;

/** Accepts access tokens that `accounts` made for this audience. */
export function createAuthenticate(keys: JWTVerifyGetKey, audience: string, clock: Clock): Authenticate {
  return async (authorization) => {
    if (authorization === undefined) return new RegistryError('UNAUTHENTICATED');
    const [, token] = /^Bearer (\S+)$/.exec(authorization) ?? [];
    if (!token) return new RegistryError('TOKEN_INVALID');
    try {
      return Viewer.ofVerified(
        await verifyToken(token, { keys, issuer: accountsIssuer, audience, now: clock(), schema: accessClaimsSchema }),
      );
    } catch {
      return new RegistryError('TOKEN_INVALID');
    }
  };
}
