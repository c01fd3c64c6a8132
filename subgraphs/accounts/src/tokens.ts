import { createHash, randomBytes } from 'node:crypto';

/** A secret that nobody can guess: 256 random bits, base64url. Whoever is given it is the only one to keep it. */
export const makeToken = (): string => randomBytes(32).toString('base64url');

/** How a token is stored and found. It is random, so a plain hash gives nothing away. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
