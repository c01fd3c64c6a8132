import { generateKeyPairSync } from 'node:crypto';
import { SettingsError } from '@crosstrust/service';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nhsLoginOf, nhsLoginSettings } from './settings.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const complete = { NHS_LOGIN_ISSUER: 'https://nhs-login.example', NHS_LOGIN_CLIENT_ID: 'us', NHS_LOGIN_KEY: pem };

const read = (environment: Record<string, string | undefined>, NODE_ENV = 'production') => {
  const settings = z.object(nhsLoginSettings).safeParse(environment);
  if (!settings.success) throw new SettingsError(z.prettifyError(settings.error));
  return nhsLoginOf({ ...settings.data, NODE_ENV });
};

describe('the settings of NHS login', () => {
  it('are off when there are none', () => {
    expect(read({})).toBeNull();
  });

  it.each([
    ['PEM', pem, null],
    ['PEM in one line', pem.replaceAll('\n', '\\n'), null],
    ['a JWK with an id', JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'ours' }), 'ours'],
  ])('take the key as %s', (_what, key, kid) => {
    const settings = read({ ...complete, NHS_LOGIN_KEY: key });
    expect(settings).toMatchObject({ clientId: 'us', clientKey: { kid } });
    expect(settings?.issuer.href).toBe('https://nhs-login.example/');
    expect(settings?.clientKey.key.export({ type: 'pkcs8', format: 'pem' })).toBe(pem);
  });

  it.each([
    ['some of them', { NHS_LOGIN_KEY: undefined }],
    ['an issuer without https', { NHS_LOGIN_ISSUER: 'http://nhs-login.example' }],
    ['an issuer of this machine, in production', { NHS_LOGIN_ISSUER: 'http://localhost:4444' }],
    ['a public key', { NHS_LOGIN_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString() }],
    [
      'a key of another kind',
      { NHS_LOGIN_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
    ],
    [
      'a short key',
      {
        NHS_LOGIN_KEY: generateKeyPairSync('rsa', { modulusLength: 1024 })
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      },
    ],
    ['a key that is none', { NHS_LOGIN_KEY: 'nonsense' }],
  ])('refuse %s', (_what, change) => {
    expect(() => read({ ...complete, ...change })).toThrow(SettingsError);
  });

  it('take an issuer of this machine without https in development', () => {
    expect(read({ ...complete, NHS_LOGIN_ISSUER: 'http://localhost:4444' }, 'development')).not.toBeNull();
    expect(() => read({ ...complete, NHS_LOGIN_ISSUER: 'http://nhs-login.example' }, 'development')).toThrow(
      SettingsError,
    );
  });
});
