import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, challengeFor, openAccountOf, startBed } from '../testing/bed.ts';

let bed: Bed;
let provider: Server;
let status = 200;
const received: unknown[] = [];
beforeAll(async () => {
  bed = await startBed();
  provider = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (status === 200) received.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  provider.close();
  await bed.close();
});

describe('messages', () => {
  it('are shown on the inbox page to this machine only, whatever name it is called by', async () => {
    await openAccountOf(bed);
    const page = await fetch(`${bed.accounts.url}/inbox`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('is your Crosstrust code');
    const { port } = new URL(bed.accounts.url);
    const { request } = await import('node:http');
    const rebound = await new Promise<number | undefined>((resolve) => {
      request({ host: '127.0.0.1', port, path: '/inbox.json', headers: { host: 'attacker.example' } }, (answer) =>
        resolve(answer.statusCode),
      ).end();
    });
    expect(rebound).toBe(404);
  });

  it('that the provider refused stay owed, and are tried again until they are taken, once', async () => {
    const { patient } = await openAccountOf(bed);
    await bed.restart({
      MESSAGES: 'webhook',
      MESSAGES_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/`,
    });
    expect((await fetch(`${bed.accounts.url}/inbox`)).status).toBe(404);
    status = 503;
    await challengeFor(bed, { mobile: patient.mobile, birthDate: patient.birthDate });
    await bed.accounts.drain();
    expect(await bed.sql('select attempts from outbox')).toEqual([{ attempts: 1 }]);
    status = 200;
    bed.advance(1_000);
    await bed.accounts.drain();
    expect(received).toEqual([
      { channel: 'mobile', to: patient.mobile, text: expect.stringMatching(/^\d{6} is your/) },
    ]);
    expect(await bed.sql('select attempts from outbox')).toEqual([]);
  });
});
