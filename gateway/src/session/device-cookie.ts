import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSessionText } from './read-presented-session.ts';
import { type NamedCookie, namedCookieFor } from './session-cookie.ts';

/** Seconds that a device stays saved (K12). `accounts` counts the days by its own clock. */
const savedSeconds = 30 * 24 * 60 * 60;

/** How the cookie of a saved device is called and kept: beside the session's, which it outlives. */
export function deviceCookieFor(publicUrl: URL): NamedCookie {
  const { name, options } = namedCookieFor(publicUrl, 'crosstrust-device');
  return { name, options: { ...options, sameSite: 'strict', maxAge: savedSeconds } };
}

/** The stage that takes the saved device along, for accounts alone. */
export function readSavedDevice({ name }: NamedCookie) {
  return async ({ cookies, operation }: FastifyRequest): Promise<void> => {
    const token = cookies[name];
    if (isSessionText(token)) operation.savedDevice = token;
  };
}

/** The stage that saves the device that accounts has named, or forgets it. */
export function saveDevice({ name, options }: NamedCookie) {
  return async ({ operation }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (operation.newDevice === 'none') reply.clearCookie(name, options);
    else if (operation.newDevice !== undefined) reply.setCookie(name, operation.newDevice, options);
  };
}
