import { Secret, TOTP } from 'otpauth';

/** What every authenticator app can do, and some can do nothing else. */
const kind = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Clocks of phones are off by this many steps of 30 seconds at most. */
const window = 1;
/** 160 bits, as RFC 4226 asks for. */
const secretBytes = 20;

/** A new secret. */
export const makeSecret = (): Buffer => Buffer.from(new Secret({ size: secretBytes }).bytes);

/** What an app is set up with: by typing, or by a QR code of the URI. */
export function describeSecret(secret: Buffer, label: string): { secret: string; uri: string } {
  const held = secretOf(secret);
  return { secret: held.base32, uri: new TOTP({ issuer: 'Crosstrust', label, secret: held, ...kind }).toString() };
}

/** The step of 30 seconds since 1970 whose code this is; null when it is none of now, or of the step before or after. */
export function stepOfCode(secret: Buffer, written: string, now: Date): number | null {
  const token = written.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const { algorithm, digits, period } = kind;
  const delta = TOTP.validate({ token, secret: secretOf(secret), algorithm, digits, period, timestamp, window });
  return delta === null ? null : TOTP.counter({ period, timestamp }) + delta;
}

const secretOf = (bytes: Buffer) => new Secret({ buffer: new Uint8Array(bytes).buffer });
