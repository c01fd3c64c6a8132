import { SettingsError } from '@crosstrust/service';
import { describe, expect, it } from 'vitest';
import { readServeSettings } from './settings.ts';
import { makeRingKey, makeSigningKey } from './testing/keys.ts';

const complete = {
  NODE_ENV: 'production',
  PORT: '4001',
  DATABASE_URL: 'postgres://a:b@db/accounts',
  TRUST_URLS: 'kingston=https://kingston.example',
  PUBLIC_URL: 'https://crosstrust.example',
  SIGNING_KEYS: JSON.stringify({ keys: [makeSigningKey('2025-06')] }),
  DATA_KEYS: makeRingKey('k1'),
  LOOKUP_KEYS: makeRingKey('k1'),
  MESSAGES: 'webhook',
  MESSAGES_URL: 'https://messages.example',
};

describe('settings', () => {
  it('are complete in production with a provider of messages', () => {
    expect(readServeSettings(complete).PORT).toBe(4001);
  });

  it.each([
    ['the local inbox', { MESSAGES: 'inbox' }],
    ['a development signing key', { SIGNING_KEYS: JSON.stringify({ keys: [makeSigningKey('dev:1')] }) }],
    ['a development key ring', { DATA_KEYS: `dev:${makeRingKey('k1')}` }],
    ['messages without a provider', { MESSAGES_URL: undefined }],
    ['a public URL that is a number, to which no passkey can belong', { PUBLIC_URL: 'https://192.0.2.1' }],
    ['a public URL of another machine without https', { PUBLIC_URL: 'http://crosstrust.example' }],
    ['a lookup key that is too short', { LOOKUP_KEYS: 'k1:AAAA' }],
  ])('refuse %s in production', (_what, change) => {
    expect(() => readServeSettings({ ...complete, ...change })).toThrow(SettingsError);
  });

  it('allow both in development', () => {
    expect(
      readServeSettings({
        ...complete,
        NODE_ENV: 'development',
        MESSAGES: 'inbox',
        DATA_KEYS: `dev:${makeRingKey('k1')}`,
      }).MESSAGES,
    ).toBe('inbox');
  });
});
