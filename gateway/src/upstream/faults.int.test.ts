import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Handler, sendJson } from '../testing/fake-service.ts';
import {
  page,
  appointments,
  record,
  wholePage,
  pageWithoutSouth,
  messages,
  southIs,
  raw,
  resetting,
} from '../testing/page-of-trusts.ts';
import { liveSession, startWorld, type World } from '../testing/start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ tuning: { breakerFailures: 1_000 } });
});
afterAll(() => world.close());
afterEach(() => {
  for (const trust of Object.values(world.trusts)) trust.break(undefined);
  world.accounts.break(undefined);
  world.answerSessions(undefined);
});

const correlation = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const dripping: Handler = (_asked, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":');
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(timer));
};
const entities = (...list: unknown[]) => raw(JSON.stringify({ data: { _entities: list } }));

it('answers whole when everybody is well', async () => {
  expect((await world.ask(page)).body).toEqual({ data: wholePage });
});

describe('one trust costs only its own fields', () => {
  it.each<[string, Handler]>([
    ['resets the connection before an answer', (_asked, response) => void response.socket?.resetAndDestroy()],
    ['resets the connection in the middle of the body', resetting],
    ['answers a page of HTML', raw('<html>Bad gateway at http://10.0.0.7:4011</html>', 'text/html')],
    ['answers a page of HTML with 502', raw('<html>Bad gateway</html>', 'text/html', 502)],
    ['answers 500 with JSON', raw('{"error":"at /srv/app.js:12"}', 'application/json', 500)],
    [
      'answers 500 with an error of its own',
      raw('{"errors":[{"message":"boom","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}', 'application/json', 500),
    ],
    ['redirects', (_asked, response) => void response.writeHead(302, { location: 'http://example.invalid/' }).end()],
    ['answers nothing', raw('')],
    ['answers no content', (_asked, response) => void response.writeHead(204).end()],
    ['answers broken JSON', raw('{"data": {"_ent')],
    ['answers a text', raw('"hello"')],
    ['answers null', raw('null')],
    ['answers a list', raw('[]')],
    ['answers an empty object', raw('{}')],
    ['answers no data and no errors', raw('{"data":null,"errors":[]}')],
    ['answers errors that are none', raw('{"data":null,"errors":"many"}')],
    ['answers errors that are texts', raw('{"data":null,"errors":["one"]}')],
    ['answers data that is a number', raw('{"data":5}')],
    ['answers no entities', raw('{"data":{}}')],
    ['answers too many entities', entities({ appointments: null }, { appointments: null })],
    ['answers a number for an entity', entities(7)],
    ['answers an entity without what was asked for', entities({})],
    ['answers a text for an object', entities({ appointments: 'soon' })],
    ['answers a text for a list', entities({ appointments: { nodes: 'many' } })],
    ['answers numbers for objects in a list', entities({ appointments: { nodes: [1, 2] } })],
    [
      'answers a type that nobody knows',
      entities({ appointments: { nodes: [{ __typename: 'Ghost', id: '1', startsAt: 'x' }] } }),
    ],
    [
      'answers more than ten megabytes',
      (_asked, response) =>
        void response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(`{"data":"${'x'.repeat(10_000_001)}"}`),
    ],
  ])('that %s', async (_what, handler) => {
    world.trusts.south.break(handler);
    const answer = await world.ask(page);
    expect(answer.body).toEqual({ errors: [southIs('TRUST_UNAVAILABLE')], data: pageWithoutSouth });
    expect(answer.status).toBe(200);
    expect(answer.ms).toBeLessThan(1_000);
  });

  it.each<[string, Handler]>([
    ['hangs', () => {}],
    [
      'hangs after its headers',
      (_asked, response) => void response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders(),
    ],
    ['drips its body', dripping],
  ])('that %s, in time', async (_what, handler) => {
    world.trusts.south.break(handler);
    const answer = await world.ask(page);
    expect(answer.body).toEqual({ errors: [southIs('TRUST_TIMEOUT')], data: pageWithoutSouth });
    expect(answer.ms).toBeGreaterThan(1_000);
    expect(answer.ms).toBeLessThan(1_700);
  });

  it('that is down, and comes back', async () => {
    await world.trusts.south.kill();
    const answer = await world.ask(page);
    await world.trusts.south.revive();
    expect(answer.body).toEqual({ errors: [southIs('TRUST_UNAVAILABLE')], data: pageWithoutSouth });
    expect(answer.ms).toBeLessThan(1_000);
    expect((await world.ask(page)).body).toEqual({ data: wholePage });
  });

  it('also when it is asked at the root', async () => {
    world.trusts.south.break(raw('<html>'));
    const { body } = await world.ask('{ southRecord(id: "south-1") { id } northRecord(id: "north-1") { id } }');
    expect(body).toEqual({
      errors: [{ ...southIs('TRUST_UNAVAILABLE'), path: ['southRecord'] }],
      data: { southRecord: null, northRecord: { id: 'north-1' } },
    });
  });

  it('and two of them cost two', async () => {
    world.trusts.south.break(raw('<html>'));
    world.trusts.west.break(() => {});
    const { body } = await world.ask(page);
    expect(body.errors).toEqual([
      southIs('TRUST_UNAVAILABLE'),
      {
        message: messages.TRUST_TIMEOUT,
        path: ['me', 'records', 2],
        extensions: { code: 'TRUST_TIMEOUT', trust: 'west' },
      },
    ]);
    expect(body.data.me.records[0]).toEqual(record('north'));
  });
});

describe('what a trust says', () => {
  it('keeps the code, the allowed details and the place', async () => {
    const { body } = await world.ask('{ me { records { letters { title } } } }');
    expect(body.errors[1]).toEqual({
      message: 'This part of the record was not shared with you.',
      path: ['me', 'records', 1, 'letters'],
      extensions: { code: 'SECTION_NOT_SHARED', trust: 'south', rule: 'X1' },
    });
  });

  it('is masked when it is not in the registry, or speaks of the gateway’s own document', async () => {
    const secrets = { code: 'BROKEN', stacktrace: ['at /srv/secret.js'], http: { status: 418 }, sql: 'select' };
    world.trusts.north.break(
      raw(JSON.stringify({ data: null, errors: [{ message: 'connect http://10.0.0.7 failed', extensions: secrets }] })),
    );
    world.trusts.south.break(
      raw(
        JSON.stringify({
          data: null,
          errors: [{ message: 'Cannot query field "secret"', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
        }),
      ),
    );
    const answer = await world.ask(
      { query: page },
      { authorization: `Bearer ${liveSession}`, 'x-correlation-id': correlation },
    );
    const internal = (trust: string, index: number) => ({
      message: 'Something went wrong on our side. Try again; if it goes on, give the helpdesk the reference.',
      path: ['me', 'records', index],
      extensions: { code: 'INTERNAL', trust, reference: correlation },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.errors).toEqual([internal('north', 0), internal('south', 1)]);
    expect(answer.text).not.toMatch(/10\.0\.0\.7|secret|select|stack/);
  });

  it('cannot be about another trust', async () => {
    world.trusts.south.break(
      raw(
        JSON.stringify({
          data: { _entities: [null] },
          errors: [{ message: '', path: ['_entities', 0], extensions: { code: 'NOT_YOURS', trust: 'north' } }],
        }),
      ),
    );
    expect((await world.ask(page)).body.errors).toEqual([
      expect.objectContaining({ path: ['me', 'records', 1], extensions: { code: 'NOT_YOURS', trust: 'south' } }),
    ]);
  });

  it('is never silence: a record that comes back as nothing is an error', async () => {
    world.trusts.south.break(entities(null));
    const { body } = await world.ask(page);
    expect(body.data).toEqual(pageWithoutSouth);
    expect(body.errors).toEqual([
      expect.objectContaining({
        path: ['me', 'records', 1],
        extensions: expect.objectContaining({ code: 'INTERNAL', trust: 'south' }),
      }),
    ]);
  });

  it('is an error where a value is of the wrong kind', async () => {
    world.trusts.south.break(
      entities({ appointments: { nodes: [{ __typename: 'SouthAppointment', id: 'south-a1', startsAt: null }] } }),
    );
    const { body } = await world.ask(page);
    expect(body.data).toEqual(pageWithoutSouth);
    expect(body.errors.map((error: { extensions: { code: string } }) => error.extensions.code)).toEqual(['INTERNAL']);
  });

  it('fills only its own fields', async () => {
    world.trusts.south.break(
      entities({
        appointments: { nodes: [{ __typename: 'SouthAppointment', ...appointments('south').nodes[0] }] },
        trust: { key: 'north' },
        id: 'north-1',
      }),
    );
    expect((await world.ask(page)).body).toEqual({ data: wholePage });
  });

  it('keeps the code of a refused token', async () => {
    world.trusts.south.break((_asked, response) =>
      sendJson(response, { errors: [{ message: 'x', extensions: { code: 'TOKEN_INVALID' } }] }, 401),
    );
    expect((await world.ask(page)).body.errors).toEqual([
      expect.objectContaining({ path: ['me', 'records', 1], extensions: { code: 'TOKEN_INVALID', trust: 'south' } }),
    ]);
  });

  it('about a missing token means NOT_YOURS for somebody who has signed in', async () => {
    world.answerSessions((_asked, response) =>
      sendJson(response, {
        version: 'v2',
        fresh: { tokens: { accounts: 'a', north: 'token-for-north' }, tokensExpireAt: 9e9 },
      }),
    );
    const { body } = await world.ask('{ southRecord(id: "south-1") { id } }', {
      authorization: 'Bearer another-session-0123456789',
    });
    expect(body.errors).toEqual([
      expect.objectContaining({ path: ['southRecord'], extensions: { code: 'NOT_YOURS', trust: 'south' } }),
    ]);
  });
});

it('a fault of our own leaves its trace in the log, and its reference in the answer', async () => {
  world.lines.length = 0;
  world.answerSessions((_asked, response) => {
    const tokens = { accounts: 'a', north: 'token-for-north', south: 'no\nheader', west: 'token-for-west' };
    sendJson(response, { version: 'v5', fresh: { tokens, tokensExpireAt: 9e9 } });
  });
  const { status, body } = await world.ask(page, {
    authorization: 'Bearer faulty-session-0123456789',
    'x-correlation-id': correlation,
  });
  expect([status, body]).toEqual([
    200,
    {
      errors: [
        {
          message: 'Something went wrong on our side. Try again; if it goes on, give the helpdesk the reference.',
          extensions: { code: 'INTERNAL', reference: correlation },
        },
      ],
      data: pageWithoutSouth,
    },
  ]);
  expect(world.lines[0]).toEqual({
    event: 'fault',
    fields: { correlation, reason: expect.stringMatching(/^InvalidArgumentError UND_ERR_INVALID_ARG </) },
  });
});
