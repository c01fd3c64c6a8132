import { accessClaimsSchema, accountsIssuer, type Clock, RegistryError } from '@crosstrust/contract';
import { verifyToken } from '@crosstrust/service';
import { errors, type JWTVerifyGetKey } from 'jose';
import { ZodError } from 'zod';
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
      const expected = { keys, issuer: accountsIssuer, audience, now: clock(), schema: accessClaimsSchema };
      return Viewer.ofVerified(await verifyToken(token, expected));
    } catch (error) {
      return new RegistryError(isRefusal(error) ? 'TOKEN_INVALID' : 'ACCOUNTS_UNAVAILABLE');
    }
  };
}

/** Whether the token itself was found wanting; otherwise its issuer's keys could not be had. */
function isRefusal(error: unknown): boolean {
  if (error instanceof ZodError) return true;
  return (
    error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && error.code !== 'ERR_JOSE_GENERIC'
  );
}
