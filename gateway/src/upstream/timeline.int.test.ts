import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendJson } from '../testing/fake-service.ts';
import { startWorld, type World } from '../testing/start-world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ environment: { QUERY_MS: '600' }, tuning: { timelineMs: 150 } });
});
afterEach(() => world.close());

const query = '{ me { name timeline { entries missing } } }';
const whole = { entries: ['north-a1', 'south-a1', 'west-a1'], missing: [] };
const withoutSouth = { entries: ['north-a1', 'west-a1'], missing: ['SouthRecord'] };
const failure = (code: string, trust: string) =>
  expect.objectContaining({ path: ['me', 'records', 1], extensions: { code, trust } });

it('K16 hands the service over all trusts what came of each, under a token of its own', async () => {
  const { body } = await world.ask(query);
  expect(body).toEqual({ data: { me: { name: 'Ada Test', timeline: whole } } });
  const [asked] = world.timeline.asked;
  expect(asked?.headers.authorization).toBe('Bearer token-for-timeline');
  expect(asked?.body['variables']).toEqual({
    representations: [
      {
        __typename: 'Patient',
        id: 'p1',
        records: ['North', 'South', 'West'].map((name) => ({
          __typename: `${name}Record`,
          id: `${name.toLowerCase()}-1`,
          parts: [`${name.toLowerCase()}-a1`],
        })),
      },
    ],
  });
});

it.each([
  ['is dead', 'TRUST_UNAVAILABLE', (south: World['trusts']['south']) => south.kill()],
  [
    'answers nonsense',
    'TRUST_UNAVAILABLE',
    async (south: World['trusts']['south']) => south.break((_asked, response) => sendJson(response, { data: 7 })),
  ],
  ['hangs', 'TRUST_TIMEOUT', async (south: World['trusts']['south']) => south.break(() => undefined)],
])('K16 keeps the rest of the timeline, and names what is missing, when a trust %s', async (_how, code, breakIt) => {
  await breakIt(world.trusts.south);
  const { body, ms } = await world.ask(query);
  expect(body).toEqual({
    data: { me: { name: 'Ada Test', timeline: withoutSouth } },
    errors: [failure(code, 'south')],
  });
  expect(ms).toBeLessThan(700);
});

describe('a failure of the service over all trusts', () => {
  const failed = (code: string) => ({
    data: {
      me: { name: 'Ada Test', timeline: null, records: [{ id: 'north-1' }, { id: 'south-1' }, { id: 'west-1' }] },
    },
    errors: [{ message: expect.any(String), path: ['me'], extensions: { code } }],
  });
  const page = '{ me { name timeline { entries } records { id } } }';

  it.each([
    ['it is dead', async () => world.timeline.kill()],
    ['it hangs', async () => world.timeline.break(() => undefined)],
    ['it answers nonsense', async () => world.timeline.break((_asked, response) => sendJson(response, 'x', 500))],
  ])('costs its own field only and is no trust’s: %s', async (_how, breakIt) => {
    await breakIt();
    expect((await world.ask(page)).body).toEqual(failed('TIMELINE_UNAVAILABLE'));
  });

  it('names no trust either when it says so itself', async () => {
    world.timeline.break((_asked, response) =>
      sendJson(response, {
        data: { _entities: [null] },
        errors: [{ message: 'x', path: ['_entities', 0], extensions: { code: 'NOT_YOURS', trust: 'south' } }],
      }),
    );
    expect((await world.ask(page)).body).toEqual(failed('NOT_YOURS'));
  });

  it('is a fault of ours when it gives nothing back', async () => {
    world.timeline.break((_asked, response) => sendJson(response, { data: { _entities: [null] } }));
    const { body } = await world.ask(page);
    expect(body.errors).toEqual([
      { message: expect.any(String), path: ['me'], extensions: { code: 'INTERNAL', reference: expect.any(String) } },
    ]);
  });
});

it('leaves trusts their whole time where nothing comes after them', async () => {
  const budget = async (operation: string) => {
    world.trusts.north.asked.length = 0;
    await world.ask(operation);
    return Number(world.trusts.north.asked[0]?.headers['x-budget-ms']);
  };
  expect(await budget('{ me { records { appointments { nodes { id } } } } }')).toBeGreaterThan(450);
  expect(await budget(query)).toBeLessThan(401);
});

it('shows nobody what the services hand on among themselves', async () => {
  const { body } = await world.ask('{ me { records { id parts } } }');
  expect(body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

it('does not start without its URL', async () => {
  await expect(startWorld({ environment: { TIMELINE_URL: '' } })).rejects.toThrow('TIMELINE_URL');
});
