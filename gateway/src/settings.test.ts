import { describe, expect, it } from 'vitest';
import { readGatewaySettings } from './settings.ts';
import { sessionCookieFor } from './session/session-cookie.ts';

const environment = {
  ACCOUNTS_URL: 'http://127.0.0.1:4001/',
  TRUST_URLS: 'north=http://127.0.0.1:4010',
  PUBLIC_URL: 'http://localhost:4000',
};
const read = (changes: Record<string, string> = {}) => readGatewaySettings({ ...environment, ...changes });

describe('the public URL', () => {
  it.each([
    'https://portal.example',
    'https://portal.example:8443',
    'http://localhost:4000',
    'http://127.0.0.1:4000',
    'http://[::1]:4000',
  ])('may be %s', (url) => {
    expect(read({ PUBLIC_URL: url }).PUBLIC_URL.href).toBe(`${url}/`);
  });
  it.each([
    'http://portal.example',
    'http://localhost.example',
    'ftp://localhost',
    'https://portal.example/path',
    'https://user@portal.example',
    'portal.example',
    '',
  ])('may not be %s', (url) => {
    expect(() => read({ PUBLIC_URL: url })).toThrow(/PUBLIC_URL: expected https/);
  });
});

it('has defaults for the rest', () => {
  const settings = read();
  expect(settings).toMatchObject({
    NODE_ENV: 'production',
    PORT: 4000,
    ACCOUNTS_URL: 'http://127.0.0.1:4001',
    QUERY_MS: 1_500,
    MUTATION_MS: 10_000,
  });
  expect(settings.SUPERGRAPH).toMatch(/schema\/generated\/supergraph\.graphql$/);
});

it('names each setting that is missing', () => {
  expect(() => readGatewaySettings({})).toThrow(/ACCOUNTS_URL.*\nTRUST_URLS.*\nPUBLIC_URL/s);
});

it('gives the cookie the prefix and Secure exactly on https', () => {
  const options = { path: '/', httpOnly: true, sameSite: 'lax' };
  expect(sessionCookieFor(new URL('https://portal.example'))).toEqual({
    name: '__Host-crosstrust',
    options: { ...options, secure: true },
  });
  expect(sessionCookieFor(new URL('http://localhost:4000'))).toEqual({
    name: 'crosstrust',
    options: { ...options, secure: false },
  });
});
