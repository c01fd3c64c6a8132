import { type NamedCookie, namedCookieFor } from '../session/session-cookie.ts';

/** Seconds for which a browser can be away at NHS login. */
const awaySeconds = 10 * 60;

/** The cookie that binds a browser to its way to NHS login and back: no other browser finishes what it has begun. */
export function nhsLoginCookieFor(publicUrl: URL): NamedCookie {
  const { name, options } = namedCookieFor(publicUrl, 'crosstrust-nhs-login');
  return { name, options: { ...options, maxAge: awaySeconds } };
}
