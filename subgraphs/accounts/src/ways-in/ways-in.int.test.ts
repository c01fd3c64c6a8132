import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bed, challengeFor, openAccountOf, startBed } from '../testing/bed.ts';
import type { HeldPatient } from '../testing/fake-trust.ts';

interface Received {
  readonly channel: 'mobile' | 'email';
  readonly to: string;
}

let bed: Bed;
let provider: Server;
let patient: HeldPatient;
/** How the provider answers a message; 0 breaks the connection off. */
let answer: (message: Received) => number = () => 200;
beforeAll(async () => {
  provider = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const status = answer(JSON.parse(Buffer.concat(chunks).toString()) as Received);
    if (status === 0) response.destroy();
    else response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  bed = await startBed();
  patient = (await openAccountOf(bed)).patient;
  await bed.restart({
    MESSAGES: 'webhook',
    MESSAGES_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/`,
    CODES_PER_HOUR: '1000',
  });
});
afterAll(async () => {
  provider.close();
  await bed.close();
});
beforeEach(async () => {
  answer = () => 200;
  bed.advance(11 * 60_000);
  await bed.accounts.drain();
});

const waysIn = async () => (await bed.ask('{ waysIn { kind state words advice } }')).data.waysIn as Way[];
interface Way {
  readonly kind: string;
  readonly state: string;
  readonly words: string;
  readonly advice: string[];
}
const inShort = async () => (await waysIn()).map(({ kind, state }) => `${kind} ${state}`);

/** Asks for a code, which the provider is tried with once, and again after each second given. */
async function askForCode(way: 'mobile' | 'email', ...laterSeconds: number[]) {
  await challengeFor(bed, { [way]: patient[way], birthDate: patient.birthDate });
  await bed.accounts.drain();
  for (const seconds of laterSeconds) {
    bed.advance(seconds * 1_000);
    await bed.accounts.drain();
  }
}

const allWell = [
  'CODE_BY_TEXT AVAILABLE',
  'CODE_BY_EMAIL AVAILABLE',
  'PASSWORD AVAILABLE',
  'PASSKEY AVAILABLE',
  'NHS_LOGIN OFF',
];
const noTexts = [
  'PASSKEY AVAILABLE',
  'CODE_BY_EMAIL AVAILABLE',
  'PASSWORD AVAILABLE',
  'NHS_LOGIN OFF',
  'CODE_BY_TEXT FAULTY',
];

describe('the ways in', () => {
  it('U4 are told to everybody, by the mobile first', async () => {
    expect(await inShort()).toEqual(allWell);
    expect((await waysIn()).map(({ advice }) => advice)).toEqual([[], [], [], [], []]);
  });

  it('K4 when the provider takes no texts, say so, what to do, and offer what needs no text', async () => {
    answer = ({ channel }) => (channel === 'mobile' ? 503 : 200);
    await askForCode('mobile', 1);
    expect(await inShort()).toEqual(noTexts);
    expect((await waysIn()).find(({ kind }) => kind === 'CODE_BY_TEXT')).toEqual({
      kind: 'CODE_BY_TEXT',
      state: 'FAULTY',
      words: 'Our texts with codes are not arriving just now. We know of it.',
      advice: [
        'Restart your device and try again.',
        'Or sign in another way: with a passkey, by email, or with your password and an authenticator app.',
        'If that does not help, send the form for technical support: it is in the help of your hospital, and you need not sign in.',
      ],
    });
    expect((await waysIn()).find(({ kind }) => kind === 'PASSWORD')?.words).toContain('authenticator app');
  });

  it('K4 say so no longer once a text has gone out again, or nobody has tried for ten minutes', async () => {
    answer = () => 0;
    await askForCode('mobile', 1);
    expect(await inShort()).toEqual(noTexts);
    answer = () => 200;
    await askForCode('mobile', 2);
    expect(await inShort()).toEqual(allWell);

    answer = () => 500;
    await askForCode('mobile', 1);
    await bed.sql('delete from outbox');
    bed.advance(10 * 60_000 - 1);
    expect(await inShort()).toEqual(noTexts);
    bed.advance(1);
    expect(await inShort()).toEqual(allWell);
  });

  it('count the tries of all processes, and forget those of long ago', async () => {
    answer = () => 429;
    await askForCode('mobile');
    expect(await inShort()).toEqual(allWell);
    await bed.restart({});
    await askForCode('mobile');
    expect(await inShort()).toEqual(noTexts);
  });

  it('are not faulty for one number that the provider refuses', async () => {
    answer = ({ channel }) => (channel === 'mobile' ? 400 : 200);
    await askForCode('mobile', 1, 2, 4);
    expect(await inShort()).toEqual(allWell);
  });

  it('say the same of email, and keep the texts', async () => {
    answer = ({ channel }) => (channel === 'email' ? 503 : 200);
    await askForCode('email', 1);
    expect(await inShort()).toEqual(['CODE_BY_TEXT AVAILABLE', 'CODE_BY_EMAIL FAULTY', ...allWell.slice(2)]);
  });
});
