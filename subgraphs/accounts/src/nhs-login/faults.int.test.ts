import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openAccountOf } from '../testing/bed.ts';
import { identityOf, type NhsLoginBed, refusal, startNhsLoginBed } from '../testing/nhs-login-visits.ts';

let own: NhsLoginBed;
beforeAll(async () => {
  own = await startNhsLoginBed();
});
afterEach(() => own.nhsLogin.answer(undefined));
afterAll(() => own.close());

const entered = { status: 200, body: { to: '/' }, session: expect.stringMatching(/^[\w-]{43}$/) };

describe('NHS login that fails', () => {
  const waysIn = async () =>
    (await own.bed.ask('{ waysIn { kind state } }')).data.waysIn.find(
      ({ kind }: { kind: string }) => kind === 'NHS_LOGIN',
    ).state;

  it.each([
    ['is down', { status: 503, body: '' }],
    ['answers nonsense', { status: 200, body: 'nonsense' }],
    ['names another issuer', { status: 200, body: '{"issuer":"https://elsewhere.example"}' }],
    ['lacks endpoints', { status: 200, body: '{}' }],
    ['hangs', 'nothing' as const],
  ])('at the beginning, because it %s, is told, and the other ways stay', async (_what, raw) => {
    await own.bed.restart({}); // forgets the metadata
    own.nhsLogin.answer(raw);
    expect(await own.begin()).toEqual({ refused: 'NHS_LOGIN_UNAVAILABLE' });
    expect(await waysIn()).toBe('FAULTY');
    await openAccountOf(own.bed);
    own.nhsLogin.answer(undefined);
    expect(await own.enter(identityOf())).toEqual(entered);
    expect(await waysIn()).toBe('AVAILABLE');
  });

  it.each([
    ['is down', { status: 503, body: '' }],
    ['hangs', 'nothing' as const],
  ])('on the way back, because it %s, signs nobody in', async (_what, raw) => {
    const { url, browser } = await own.begin();
    const back = await own.visit(url, identityOf());
    const before = await own.counts();
    own.nhsLogin.answer(raw);
    expect(await own.finish(back, browser)).toEqual(refusal('NHS_LOGIN_UNAVAILABLE'));
    expect(await own.counts()).toEqual(before);
    expect(await waysIn()).toBe('FAULTY');
    own.bed.advance(60_000);
    expect(await waysIn()).toBe('AVAILABLE');
  });
});
