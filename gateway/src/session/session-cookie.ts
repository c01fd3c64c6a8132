import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How the session's cookie is called and kept on this public URL. */
export interface SessionCookie {
  readonly name: string;
  readonly options: CookieSerializeOptions;
}

/**
 * On https the name's prefix makes browsers hold the cookie to Secure, this host alone and the whole path. On loopback
 * http it can have neither. It ends with the browser; `accounts` ends sessions by its own clock.
 */
export function sessionCookieFor(publicUrl: URL): SessionCookie {
  const secure = publicUrl.protocol === 'https:';
  return {
    name: secure ? '__Host-crosstrust' : 'crosstrust',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  };
}

/** The stage that sets the cookie to a new session, or removes it. */
export function handOutSession({ name, options }: SessionCookie) {
  return async ({ operation }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (operation.newSession === 'none') reply.clearCookie(name, options);
    else if (operation.newSession !== undefined) reply.setCookie(name, operation.newSession, options);
  };
}
