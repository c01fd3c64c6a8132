import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commonSettings, keyRing, readSettings, SettingsError, trustUrls } from './settings.ts';

const key = Buffer.alloc(32, 1).toString('base64');
const shape = { ...commonSettings, DATA_KEYS: keyRing, TRUST_URLS: trustUrls };
const good = {
  NODE_ENV: 'development',
  PORT: '4001',
  DATA_KEYS: `k2:${key},k1:${key}`,
  TRUST_URLS: 'one=http://localhost:1/,two=https://two.example/x',
};

describe('readSettings', () => {
  it('reads what is right, and nothing else', () => {
    expect(readSettings(shape, { ...good, SOMETHING: 'else' })).toEqual({
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: 4001,
      LOG_LEVEL: 'info',
      DATA_KEYS: [
        { id: 'k2', key: Buffer.alloc(32, 1) },
        { id: 'k1', key: Buffer.alloc(32, 1) },
      ],
      TRUST_URLS: new Map([
        ['one', 'http://localhost:1'],
        ['two', 'https://two.example/x'],
      ]),
    });
  });

  it('names every setting that is wrong or missing in one go', () => {
    const read = () =>
      readSettings({ ...shape, EXTRA: z.string() }, { ...good, PORT: 'x', DATA_KEYS: 'k1:short', TRUST_URLS: 'one' });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(/^PORT: .*\nDATA_KEYS: .*\nTRUST_URLS: .*\nEXTRA: .*$/);
  });

  it('refuses a development secret in production, and only there', () => {
    const marked = { ...good, DATA_KEYS: `k1:dev:${key}` };
    expect(readSettings(shape, marked).DATA_KEYS[0].id).toBe('k1');
    expect(() => readSettings(shape, { ...marked, NODE_ENV: 'production' })).toThrow(
      'DATA_KEYS: holds a development secret, which production refuses',
    );
  });

  it('takes production when nothing is said', () => {
    const { NODE_ENV: _left, ...unsaid } = good;
    expect(readSettings(shape, unsaid).NODE_ENV).toBe('production');
    expect(() => readSettings(shape, { ...unsaid, DATA_KEYS: `k1:dev:${key}` })).toThrow('development secret');
  });
});
