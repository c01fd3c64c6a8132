import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How a cookie is called and kept on this public URL. */
export interface NamedCookie {
  readonly name: string;
  readonly options: CookieSerializeOptions;
}

/**
 * On https the name's prefix makes browsers hold the cookie to Secure, this host alone and the whole path. On loopback
 * http it can have neither. It ends with the browser; `accounts` ends sessions by its own clock.
 */
export function namedCookieFor(publicUrl: URL, name: string): NamedCookie {
  const secure = publicUrl.protocol === 'https:';
  return {
    name: secure ? `__Host-${name}` : name,
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  };
}

/** The session's cookie. */
export const sessionCookieFor = (publicUrl: URL): NamedCookie => namedCookieFor(publicUrl, 'crosstrust');

/** The stage that sets the cookie to a new session, or removes it. */
export function handOutSession({ name, options }: NamedCookie) {
  return async ({ operation }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (operation.newSession === 'none') reply.clearCookie(name, options);
    else if (operation.newSession !== undefined) reply.setCookie(name, operation.newSession, options);
  };
}
