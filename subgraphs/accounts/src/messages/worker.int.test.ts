import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bed, challengeFor, openAccountMutation, openAccountOf, openInput, startBed } from '../testing/bed.ts';
import type { HeldPatient } from '../testing/fake-trust.ts';
import { makePatient } from '../testing/people.ts';

let bed: Bed;
let provider: Server;
let status = 200;
/** Messages to this address are held up for as long as the provider is not told otherwise. */
let held: { address: string; until: Promise<void> } | undefined;
const received: { to: string }[] = [];
const patients: HeldPatient[] = [];
beforeAll(async () => {
  bed = await startBed();
  for (let opened = 0; opened < 3; opened += 1) patients.push((await openAccountOf(bed)).patient);
  provider = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const message = JSON.parse(Buffer.concat(chunks).toString()) as { to: string };
    if (message.to === held?.address) await held.until;
    if (status === 200) received.push(message);
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
    const patient = patients[2] as HeldPatient;
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

  it('go out beside one that the provider is slow to take', async () => {
    const [slow, other] = patients as [HeldPatient, HeldPatient];
    let release = () => {};
    held = { address: slow.mobile, until: new Promise((resolve) => (release = resolve)) };
    received.length = 0;
    await challengeFor(bed, { mobile: slow.mobile, birthDate: slow.birthDate });
    await challengeFor(bed, { mobile: other.mobile, birthDate: other.birthDate });
    await vi.waitFor(() => expect(received.map(({ to }) => to)).toEqual([other.mobile]));
    release();
    await bed.accounts.drain();
    expect(received.map(({ to }) => to)).toEqual([other.mobile, slow.mobile]);
  });

  it('go out before look-ups that have waited for longer', async () => {
    await bed.sql(
      `create function hold() returns trigger language plpgsql as $$ begin new.not_before = new.not_before + interval '10 seconds'; return new; end $$`,
    );
    await bed.sql('create trigger hold before insert on outbox for each row execute function hold()');
    for (let asked = 0; asked < 10; asked += 1)
      await challengeFor(bed, { mobile: '+447700900997', birthDate: '1970-01-01' });
    bed.advance(1_000);
    const patient = bed.kingston.hold(makePatient());
    await bed.ask(openAccountMutation, { input: openInput(patient) });
    await bed.sql('drop trigger hold on outbox');

    const holder = new Client({ connectionString: bed.database.adminUrl });
    await holder.connect();
    await holder.query('begin; lock table account'); // no look-up ends now, and there are more of them than workers
    received.length = 0;
    bed.advance(10_000);
    await vi.waitFor(() => expect(received.map(({ to }) => to)).toEqual([patient.mobile]), 3_000);
    await holder.end();
    await bed.accounts.drain();
    expect(await bed.sql('select from outbox')).toEqual([]);
  });
});
