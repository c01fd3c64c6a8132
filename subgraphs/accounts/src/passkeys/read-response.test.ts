import { expect, it } from 'vitest';
import { makeAuthenticator, type Twist } from '../testing/authenticator.ts';
import { readAssertion, readNewCredential } from './read-response.ts';

const options = JSON.stringify({ challenge: 'AA', rp: { id: 'localhost' }, rpId: 'localhost', user: { id: 'AA' } });
const chain = new Map([['x5c', [Buffer.alloc(300)]]]);

it.each<[what: string, twist: Twist, isRead: boolean]>([
  ['says nothing of its make', {}, true],
  ['signs with its own key', { attestation: 'self' }, true],
  ['brings a chain of certificates', { attestation: { fmt: 'packed', attStmt: chain } }, false],
  ['brings a chain of its maker', { attestation: { fmt: 'apple', attStmt: chain } }, false],
  ['was asked by a page within another’s', { crossOrigin: true }, false],
])('of an authenticator that %s', (_what, twist, isRead) => {
  expect(readNewCredential(makeAuthenticator().create(options, twist)) !== null).toBe(isRead);
});

it('keeps what is known of an assertion, and nothing else', () => {
  const device = makeAuthenticator();
  device.create(options);
  const written = JSON.parse(device.get(options));
  const read = readAssertion(JSON.stringify({ ...written, more: 'x', response: { ...written.response, more: 'x' } }));
  const { clientExtensionResults: _, ...known } = written;
  expect(read).toEqual(known);
});

it.each(['', 'x', 'null', '[]', '{}', '1', `"${'A'.repeat(20_000)}"`])('%j is no answer', (text) => {
  expect([readNewCredential(text), readAssertion(text)]).toEqual([null, null]);
});
