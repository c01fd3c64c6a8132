import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SettingsError } from '@crosstrust/service';
import { z } from 'zod';

/** The client's private key, and the id by which NHS login knows it, if it has one. */
export interface ClientKey {
  readonly key: KeyObject;
  readonly kid: string | null;
}

/** How this service is known to NHS login. */
export interface NhsLoginSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientKey: ClientKey;
}

const clientKey = z.string().transform((text, context): ClientKey => {
  try {
    return readKey(text);
  } catch {
    context.addIssue({
      code: 'custom',
      message: 'expected a private RSA key of 2048 bits or more, as PEM or as a JWK',
    });
    return z.NEVER;
  }
});

/** The settings that switch NHS login on: all of them, or none. */
export const nhsLoginSettings = {
  NHS_LOGIN_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  NHS_LOGIN_CLIENT_ID: z.string().min(1).optional(),
  NHS_LOGIN_KEY: clientKey.optional(),
};

/** Puts them together; null when NHS login is off. @throws SettingsError when some are missing, or the issuer is not on https */
export function nhsLoginOf(
  settings: z.output<z.ZodObject<typeof nhsLoginSettings>> & { readonly NODE_ENV: string },
): NhsLoginSettings | null {
  const { NHS_LOGIN_ISSUER: issuer, NHS_LOGIN_CLIENT_ID: clientId, NHS_LOGIN_KEY: key } = settings;
  if (!issuer && !clientId && !key) return null;
  if (!issuer || !clientId || !key)
    throw new SettingsError('NHS_LOGIN_ISSUER, NHS_LOGIN_CLIENT_ID, NHS_LOGIN_KEY: all of them, or none');
  const url = new URL(issuer);
  if (url.protocol !== 'https:' && (settings.NODE_ENV === 'production' || !isLoopback(url)))
    throw new SettingsError('NHS_LOGIN_ISSUER: expected https');
  return { issuer: url, clientId, clientKey: key };
}

/** Whether an issuer may be asked without TLS: one of this machine, for tests and development. */
export const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

function readKey(text: string): ClientKey {
  const jwk = text.trimStart().startsWith('{') ? (JSON.parse(text) as { kid?: unknown }) : null;
  const key = jwk
    ? createPrivateKey({ key: jwk as never, format: 'jwk' })
    : createPrivateKey(text.replaceAll('\\n', '\n')); // as many ways of setting an environment write a line's end
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new Error('another kind of key');
  return { key, kid: typeof jwk?.kid === 'string' ? jwk.kid : null };
}
