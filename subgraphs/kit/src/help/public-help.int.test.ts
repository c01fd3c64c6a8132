import { errorRegistry, type Grant } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy.ts';
import { migrate } from '../storage/migrate.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { aNotice, publishEntries } from '../testing/help.ts';
import { startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { seed } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';

const base = aPolicy();
const help: PolicyInput['help'] = {
  ...base.help,
  contacts: [
    {
      key: 'desk',
      name: 'Helpdesk',
      phone: '+442032994618',
      hours: {
        days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
        opens: '09:00',
        closes: '17:00',
        outside: 'Leave a message.',
      },
      rule: 'M10',
    },
    { key: 'switchboard', name: 'Switchboard', phone: '+442079460000', rule: 'assumed' },
  ],
  about: [
    { topic: 'SECURITY', words: 'Kept secure.', rule: 'M1' },
    { topic: 'USE', words: 'What it is used for.', url: 'https://example.org/use', rule: 'M1' },
    { topic: 'NOT_THE_FULL_RECORD', words: 'Some of what we hold.', rule: 'M2' },
    { topic: 'GP_AND_DENTIST', words: 'Not your GP’s data, unless shared.', rule: 'M3' },
    { topic: 'COST', words: 'Free.', rule: 'D16' },
  ],
} as PolicyInput['help'];
const policy = aPolicy({ help });

let now = new Date('2026-03-02T12:00:00Z');
let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trust: RunningService;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, lives);
  await publishEntries([aNotice()], { policy, ownerUrl: database.ownerUrl });
  issuer = await startIssuer();
  trust = await startTrust({ policy, databaseUrl: database.appUrl, issuerUrl: issuer.url, clock: () => now });
});
beforeEach(() => {
  now = new Date('2026-03-02T12:00:00Z');
});
afterAll(async () => {
  await Promise.all([trust?.close(), issuer?.close()]);
  await database?.drop();
});

const ofHelp = (selection: string, key = 'example') =>
  `{ _entities(representations: [{ __typename: "ExampleHelp", key: "${key}" }]) { ... on ExampleHelp { ${selection} } } }`;
const read = (selection: string, token?: string) => ask(trust.url, ofHelp(selection), { token });
const told = (fields: object) => ({ data: { _entities: [fields] } });

describe('is read by anybody', () => {
  it('M11 says that this is not for emergencies', async () => {
    expect(await read('emergencies { words rule }')).toEqual(
      told({ emergencies: { words: expect.stringMatching(/999.*accident and emergency/), rule: 'M11' } }),
    );
  });

  it('K3 says where an NHS number is found, with the address', async () => {
    expect(await read('nhsNumber { words url rule }')).toEqual(
      told({
        nhsNumber: {
          words: expect.stringContaining('10 digits'),
          url: 'https://www.nhs.uk/nhs-services/online-services/find-nhs-number/',
          rule: 'K3',
        },
      }),
    );
  });

  it('K18 says where to read about an appointment', async () => {
    expect(await read('appointmentQuestions { words } route(topic: APPOINTMENTS) { to }')).toEqual(
      told({ appointmentQuestions: { words: 'Words.' }, route: { to: 'BOOKING_TEAM' } }),
    );
  });

  it('M1 M2 M3 D16 explains what is held, what for, that it is not all, and what it costs', async () => {
    expect(
      await read(
        'about { topic words url rule } cost: about(topic: COST) { words } none: about(topic: POST) { words }',
      ),
    ).toEqual(
      told({
        about: [
          { topic: 'SECURITY', words: 'Kept secure.', url: null, rule: 'M1' },
          { topic: 'USE', words: 'What it is used for.', url: 'https://example.org/use', rule: 'M1' },
          { topic: 'NOT_THE_FULL_RECORD', words: 'Some of what we hold.', url: null, rule: 'M2' },
          { topic: 'GP_AND_DENTIST', words: 'Not your GP’s data, unless shared.', url: null, rule: 'M3' },
          { topic: 'COST', words: 'Free.', url: null, rule: 'D16' },
        ],
        cost: [{ words: 'Free.' }],
        none: [],
      }),
    );
  });

  it.each([
    ['2026-03-02T09:00:00Z', true, null],
    ['2026-03-02T17:00:00Z', false, '2026-03-03T09:00:00.000Z'],
    ['2026-04-03T12:00:00Z', false, '2026-04-07T08:00:00.000Z'],
  ])('M10 tells at %s whether the helpdesk answers now: %s', async (at, open, opensNext) => {
    now = new Date(at);
    expect(await read('contacts { name phone email hours { days opens closes outside } open opensNext rule }')).toEqual(
      told({
        contacts: [
          {
            name: 'Helpdesk',
            phone: '+442032994618',
            email: null,
            hours: {
              days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
              opens: '09:00',
              closes: '17:00',
              outside: 'Leave a message.',
            },
            open,
            opensNext,
            rule: 'M10',
          },
          {
            name: 'Switchboard',
            phone: '+442079460000',
            email: null,
            hours: null,
            open: null,
            opensNext: null,
            rule: 'assumed',
          },
        ],
      }),
    );
  });

  it('K5 W14 sends a technical fault to the form and another question to its desk', async () => {
    expect(
      await read(
        'technical: route(topic: TECHNICAL) { to words contact { name } rule } account: route(topic: ACCOUNT) { to contact { name open } }',
      ),
    ).toEqual(
      told({
        technical: { to: 'FORM', words: 'Words.', contact: null, rule: 'assumed' },
        account: { to: 'CONTACT', contact: { name: 'Helpdesk', open: true } },
      }),
    );
  });

  it.each([
    ['2026-03-01T08:59:59.999Z', 0],
    ['2026-03-01T09:00:00Z', 1],
    ['2026-03-08T08:59:59.999Z', 1],
    ['2026-03-08T09:00:00Z', 0],
  ])('K4 shows a known fault between its times only: at %s %s', async (at, shown) => {
    now = new Date(at);
    const notice = {
      id: 'codes',
      topic: 'TECHNICAL',
      words: 'Some authentication codes do not arrive by text.',
      advice: [
        'Restart your device and try again.',
        'If that does not help, report it with the technical support form.',
      ],
      from: '2026-03-01T09:00:00.000Z',
      until: '2026-03-08T09:00:00.000Z',
    };
    expect(await read('notices { id topic words advice from until }')).toEqual(
      told({ notices: shown ? [notice] : [] }),
    );
  });

  it('M11 also with a token that does not hold', async () => {
    expect(await read('emergencies { rule }', 'nonsense')).toEqual(told({ emergencies: { rule: 'M11' } }));
  });

  it('and is this trust’s own only', async () => {
    expect(await ask(trust.url, ofHelp('emergencies { rule }', 'elsewhere'))).toEqual({ data: { _entities: [null] } });
  });
});

describe('lets no record through', () => {
  const help = { __typename: 'ExampleHelp', key: 'example' };
  const record = { __typename: 'ExampleRecord', id: ids.adult };
  const entities =
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on ExampleHelp { emergencies { rule } } ... on ExampleRecord { id } } }';
  const refused = (code: keyof typeof errorRegistry) => ({
    data: null,
    errors: [{ message: errorRegistry[code].message, path: ['_entities'], extensions: { code } }],
  });

  it.each([
    ['a record', [record]],
    ['a record after help', [help, record]],
    ['a record before help', [record, help]],
    ['a record under another name', [help, { ...record, __typename: 'ExamplerecorD' }]],
    ['what names no type', [{ key: 'example' }]],
  ])('%s, without a token', async (_what, of) => {
    expect(await ask(trust.url, entities, { variables: { of } })).toEqual(refused('UNAUTHENTICATED'));
  });

  it('in a literal, aliased, beside one that is allowed', async () => {
    const query = `{ open: _entities(representations: [{ __typename: "ExampleHelp", key: "example" }]) { __typename }
      closed: _entities(representations: [{ __typename: "ExampleHelp", key: "example" }, { __typename: "ExampleRecord", id: "${ids.adult}" }]) { __typename } }`;
    expect(await ask(trust.url, query)).toMatchObject({
      errors: [{ path: ['closed'], extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('with a token of somebody else’s: the record is refused, the help stands', async () => {
    const own: Grant = { record: ids.other, relation: 'self', sections: 'all' };
    const token = await issuer.mint({ audience: 'example', grants: [own] });
    expect(await ask(trust.url, entities, { variables: { of: [help, record] }, token })).toEqual({
      data: { _entities: [{ emergencies: { rule: 'M11' } }, null] },
      errors: [
        {
          message: errorRegistry.NOT_YOURS.message,
          path: ['_entities', 1],
          extensions: { code: 'NOT_YOURS', trust: 'example' },
        },
      ],
    });
  });

  it('in a mixed call with a token that does not hold', async () => {
    expect(await ask(trust.url, entities, { variables: { of: [help, record] }, token: 'nonsense' })).toEqual(
      refused('TOKEN_INVALID'),
    );
  });
});
