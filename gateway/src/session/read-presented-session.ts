import type { FastifyRequest } from 'fastify';

/** A session as it came with a request, unchecked. */
export interface PresentedSession {
  readonly session: string;
  readonly from: 'cookie' | 'bearer';
}

/** The session of a request: the bearer's when there is one (programs), else the cookie's (browsers). */
export function readPresentedSession(request: FastifyRequest, cookieName: string): PresentedSession | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return { session: bearer, from: 'bearer' };
  const cookie = request.cookies[cookieName];
  return cookie ? { session: cookie, from: 'cookie' } : undefined;
}

/** Whether a text can be a session at all, so that nothing else is sent on or set as a cookie. */
export function isSessionText(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z0-9._~+/=-]{20,200}$/.test(text);
}
