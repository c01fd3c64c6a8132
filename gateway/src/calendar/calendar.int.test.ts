import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendJson } from '../testing/fake-service.ts';
import { liveFeed, startWorld, type World } from '../testing/start-world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ environment: { QUERY_MS: '500' } });
});
afterEach(() => world.close());

const unknown = 'unknown-secret'.padEnd(43, '0');
const follow = (secret = liveFeed, init: RequestInit = {}) => world.send(`/calendar/${secret}.ics`, init);
const codeOf = ({ body }: { body: { errors: { extensions: { code: string } }[] } }) => body.errors[0]?.extensions.code;

it('gives whoever has the link all trusts’ appointments, and no session', async () => {
  const answer = await follow();
  expect([answer.status, answer.text]).toEqual([200, 'BEGIN:VCALENDAR north-a1 south-a1 west-a1']);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'cache-control': 'private, max-age=900',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect(answer.headers.get('set-cookie')).toBeNull();
});

it('asks accounts by the secret alone, whatever cookie or token comes along', async () => {
  await follow(liveFeed, {
    headers: { cookie: 'crosstrust=somebody-else-0123456789', authorization: 'Bearer somebody-else-0123456789' },
  });
  const [feed, me] = world.accounts.asked;
  expect([feed?.path, feed?.body]).toEqual(['/feed', { secret: liveFeed }]);
  expect([me?.path, me?.headers.authorization]).toEqual(['/graphql', 'Bearer token-for-accounts']);
  expect(world.accounts.asked).toHaveLength(2);
  expect(world.trusts.north.asked[0]?.headers.authorization).toBe('Bearer token-for-north');
});

it('writes its secret into no log', async () => {
  await follow();
  await follow(unknown);
  world.trusts.south.break(() => undefined);
  await follow();
  await world.send(`/calendar/${liveFeed}`);
  await world.send(`/calendar/${liveFeed}.ics/more`);
  const log = JSON.stringify(world.lines);
  expect(log).toContain('"/calendar/:secret.ics"');
  expect([log.includes(liveFeed), log.includes('unknown-secret')]).toEqual([false, false]);
});

describe('answers 404', () => {
  it.each([
    ['for a secret that is unknown or revoked', unknown, 1],
    ['for what cannot be a secret, without asking anybody', 'short', 0],
    ['for a path in its place', '..%2f..%2fsession', 0],
  ])('%s', async (_what, secret, asked) => {
    const answer = await follow(secret);
    expect([answer.status, codeOf(answer), answer.headers.get('cache-control')]).toEqual([
      404,
      'LINK_EXPIRED',
      'no-store',
    ]);
    expect(world.accounts.asked).toHaveLength(asked);
  });
});

describe('answers 503, so that a calendar keeps what it has', () => {
  const breaks: [string, string, (world: World) => unknown][] = [
    ['a trust is dead', 'TRUST_UNAVAILABLE', ({ trusts }) => trusts.south.kill()],
    ['a trust hangs', 'TRUST_TIMEOUT', ({ trusts }) => trusts.south.break(() => undefined)],
    ['the service over all trusts is dead', 'TIMELINE_UNAVAILABLE', ({ timeline }) => timeline.kill()],
    ['accounts is dead', 'ACCOUNTS_UNAVAILABLE', ({ accounts }) => accounts.kill()],
    [
      'accounts answers nonsense',
      'ACCOUNTS_UNAVAILABLE',
      ({ answerSessions }) => answerSessions((_asked, response) => sendJson(response, { tokens: 7 })),
    ],
  ];
  it.each(breaks)('when %s', async (_what, code, breakIt) => {
    await breakIt(world);
    const answer = await follow();
    expect([answer.status, codeOf(answer), answer.headers.get('cache-control')]).toEqual([503, code, 'no-store']);
  });
});

it('leaves out a trust that has closed the record, because it will say the same for ever', async () => {
  world.trusts.south.break((_asked, response) =>
    sendJson(response, {
      data: { _entities: [null] },
      errors: [{ message: 'x', path: ['_entities', 0], extensions: { code: 'RECORD_CLOSED' } }],
    }),
  );
  const answer = await follow();
  expect([answer.status, answer.text]).toEqual([200, 'BEGIN:VCALENDAR north-a1 west-a1']);
});
