import { trusts } from '@crosstrust/contract';
import { expect, it } from 'vitest';
import { explainStartFault, PortTaken, StillEnding } from './postgres/server.ts';
import { neededDatabases } from './databases.ts';
import { codeOf, explainFolderFault } from './fault.ts';
import { readStackSettings } from './settings.ts';

it('needs no setting at all in development', () => {
  expect(readStackSettings({})).toMatchObject({
    production: false,
    gatewayPort: 4000,
    messages: 'inbox',
    timeline: { port: 4002 },
    services: {
      accounts: { port: 4001 },
      ...Object.fromEntries(trusts.map(({ key }, index) => [key, { port: 4010 + index }])),
    },
  });
});

it.each([
  ['a port that is none', { GATEWAY_PORT: '99999' }, /^a setting is wrong: GATEWAY_PORT: [^\n]+$/],
  [
    'a database without its owner',
    { KINGSTON_DATABASE_URL: 'postgres://a:b@localhost/k' },
    /KINGSTON_DATABASE_URL needs KINGSTON_MIGRATION_DATABASE_URL/,
  ],
  ['a URL that is none', { ST_GEORGES_URL: 'ftp://elsewhere' }, /ST_GEORGES_URL/],
  [
    'production without its secrets',
    { NODE_ENV: 'production' },
    /^production refuses development secrets and the embedded database: set ACCOUNTS_DATABASE_URL/,
  ],
])('says in one line what is wrong with %s', (_case, environment, line) => {
  expect(() => readStackSettings(environment)).toThrow(line);
});

const production = () => {
  const keys = ['accounts', ...trusts.map(({ key }) => key)].map((key) => key.toUpperCase().replaceAll('-', '_'));
  const own = (key: string) => ({
    [`${key}_DATABASE_URL`]: 'postgres://app:p@db/x',
    [`${key}_MIGRATION_DATABASE_URL`]: 'postgres://owner:p@db/x',
    [`${key}_SIGNING_KEYS`]: '{}',
    [`${key}_DATA_KEYS`]: 'k1:x',
    [`${key}_LOOKUP_KEYS`]: 'k1:x',
  });
  return Object.assign(
    { NODE_ENV: 'production', MESSAGES: 'webhook', MESSAGES_URL: 'https://m.example.org' },
    ...keys.map(own),
  ) as Record<string, string>;
};

it('accepts production when everything is given, and needs no database of its own then', () => {
  const settings = readStackSettings(production());
  expect(settings.production).toBe(true);
  expect(neededDatabases(settings)).not.toContain('demographics');
});

it.each([
  [
    'a development secret',
    { KINGSTON_DATA_KEYS: 'k1:dev:x' },
    /KINGSTON_DATA_KEYS: holds a development secret, which production refuses/,
  ],
  ['the inbox', { MESSAGES: 'inbox' }, /production refuses the local inbox/],
])('refuses production with %s', (_case, change, line) => {
  expect(() => readStackSettings({ ...production(), ...change })).toThrow(line);
});

it('needs no database for a trust that runs elsewhere', () => {
  expect(neededDatabases(readStackSettings({ KINGSTON_URL: 'https://portal.example.org/' }))).not.toContain('kingston');
});

it.each([
  [
    'FATAL:  could not create any TCP/IP sockets\nLOG: could not bind IPv4 address: Address already in use',
    PortTaken,
    /port 5433 is in use/,
  ],
  [
    'PANIC:  could not write to file "pg_wal/x": No space left on device',
    Error,
    /the disk that holds \/d\/postgres is full: free some space/,
  ],
  ['FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use', StillEnding, /still ending/],
  [
    'PANIC:  could not locate a valid checkpoint record at 0/1',
    Error,
    /damaged or cannot be opened \(could not locate a valid checkpoint record at 0\/1\): move it away or delete it/,
  ],
])('turns the server’s log %j into one line', (log, kind, line) => {
  const fault = explainStartFault(log, { cluster: '/d/postgres', port: 5433, logFile: '/d/postgres.log' });
  expect(fault).toBeInstanceOf(kind);
  expect(fault.message).toMatch(line);
  expect(fault.message).not.toContain('\n');
});

it.each([
  ['ENOSPC', /is full: free some space/],
  ['EACCES', /cannot be read or written by this user/],
  ['EROFS', /read-only disk/],
  ['ENOTDIR', /is not a folder/],
])('turns %s into one line with what to do', (code, line) => {
  const error = Object.assign(new Error('x'), { code });
  expect(codeOf(error)).toBe(code);
  expect(explainFolderFault(error, '/d').message).toMatch(line);
});
