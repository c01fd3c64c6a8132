import { accountsIssuer, appointmentSections, errorRegistry, type Grant } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Viewer } from '../access/viewer.ts';
import type { Locks } from '../create-trust.ts';
import type { PolicyInput } from '../policy/policy.ts';
import { migrate } from '../storage/migrate.ts';
import { createReaders } from '../storage/readers.ts';
import { describeSubgraph } from '../subgraph/build-subgraph.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { readRows } from '../testing/rows.ts';
import { seed } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';

const own: Grant = { record: ids.adult, relation: 'self', sections: 'all' };
const inAnHour = Math.floor(Date.now() / 1000) + 3_600;
const atGp = { words: 'Tell your GP practice.', rule: 'D15' };
const paperless = { offered: true, level: 'one-factor', words: 'Change it whenever you like.', rule: 'W6' } as const;
const texts = { offered: true, level: 'one-factor', words: 'Without texts, it goes by post.', rule: 'K10' } as const;
const basic: Partial<PolicyInput> = { details: { changeAt: atGp }, preferences: { paperless, texts } };

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trust: RunningService;
let owner: string;
const others: RunningService[] = [];

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  const [adult, ...rest] = lives;
  if (!adult) throw new Error('nobody lives');
  const address = { lines: ['1 Mill Lane', 'Milltown'], postcode: 'KT9 9ZZ' };
  await seed(database.ownerUrl, [{ ...adult, patient: { ...adult.patient, address } }, ...rest]);
  issuer = await startIssuer();
  trust = await start(basic);
  owner = await issuer.mint({ audience: 'example', grants: [own] });
});
afterAll(async () => {
  await Promise.all([trust?.close(), ...others.map((service) => service.close()), issuer?.close()]);
  await database?.drop();
});

const start = (policy: Partial<PolicyInput>) =>
  startTrust({ policy: aPolicy(policy), databaseUrl: database.appUrl, issuerUrl: issuer.url });
async function startWith(change: Partial<PolicyInput>): Promise<RunningService> {
  const service = await start({ ...basic, ...change });
  others.push(service);
  return service;
}
async function startLocked(locks: Locks, databaseUrl: string): Promise<RunningService> {
  const service = await startTrust({ policy: aPolicy(basic), databaseUrl, issuerUrl: issuer.url, locks });
  others.push(service);
  return service;
}
const rows = (sql: string) => readRows(database.adminUrl, sql);

const fields = {
  details: 'details { name birthDate nhsNumber mobile email address postcode changeAt { words url rule } }',
  preferences: 'preferences { paperless { offered value words rule } texts { offered value words rule } }',
};
const query = (record: string, selection: string) => `{ exampleRecord(id: "${record}") { ${selection} } }`;
const refusal = (code: keyof typeof errorRegistry, path: readonly string[], more: object = {}) => ({
  message: errorRegistry[code].message,
  path,
  extensions: { code, ...more },
});

describe('my details', () => {
  it('U7 D15 shows them as this trust holds them, and where they are changed', async () => {
    expect(await ask(trust.url, query(ids.adult, fields.details), { token: owner })).toEqual({
      data: {
        exampleRecord: {
          details: {
            name: 'Ada Okafor',
            birthDate: '1992-03-04',
            nhsNumber: '999 000 0018',
            mobile: '+447700900123',
            email: 'ada@example.org',
            address: ['1 Mill Lane', 'Milltown'],
            postcode: 'KT9 9ZZ',
            changeAt: { ...atGp, url: null },
          },
        },
      },
    });
  });

  it('U7 gives the link to update them where the policy has one', async () => {
    const changeAt = { words: 'Update them on our website.', url: 'https://example.org/details', rule: 'U7' };
    const service = await startWith({ details: { changeAt } });
    const answer = await ask(service.url, query(ids.adult, 'details { changeAt { words url rule } }'), {
      token: owner,
    });
    expect(answer).toEqual({ data: { exampleRecord: { details: { changeAt } } } });
  });

  it('says of an address that is not known that it is not', async () => {
    const token = await issuer.mint({ audience: 'example', grants: [{ ...own, record: ids.other }] });
    const answer = await ask(trust.url, query(ids.other, 'details { name address postcode }'), { token });
    expect(answer).toEqual({
      data: { exampleRecord: { details: { name: 'Cara Lund', address: null, postcode: null } } },
    });
  });

  it.each(['carer', 'clinician'] as const)('U7 W6 shows neither details nor preferences to a %s', async (relation) => {
    const token = await issuer.mint({ audience: 'example', grants: [{ ...own, relation, until: inAnHour }] });
    const path = (field: string) => ['exampleRecord', field];
    const answer = await ask(trust.url, query(ids.adult, `id ${fields.details} ${fields.preferences}`), { token });
    expect(answer).toEqual({
      data: { exampleRecord: { id: ids.adult, details: null, preferences: null } },
      errors: ['details', 'preferences'].map((field) =>
        refusal('SECTION_NOT_SHARED', path(field), { trust: 'example' }),
      ),
    });
  });
});

it('U7 W6 K15 shows a calendar that the patient follows nothing of what is only theirs', async () => {
  const calendar: Grant = { ...own, sections: [...appointmentSections] };
  const token = await issuer.mint({ audience: 'example', grants: [calendar] });
  const mine = ['details { name }', 'preferences { texts { value } }', 'reports { totalCount }'];
  const selection = [...mine, 'supportRequests { totalCount }', 'timelineItems { id }'].join(' ');
  const path = (field: string) => ['exampleRecord', field];
  expect(await ask(trust.url, query(ids.adult, selection), { token })).toEqual({
    data: {
      exampleRecord: {
        details: null,
        preferences: null,
        reports: null,
        supportRequests: null,
        timelineItems: expect.any(Array),
      },
    },
    errors: ['details', 'preferences', 'reports', 'supportRequests'].map((field) =>
      refusal('SECTION_NOT_SHARED', path(field), { trust: 'example' }),
    ),
  });
});

describe('each lock alone', () => {
  const everything = query(ids.adult, `${fields.details} ${fields.preferences} reports { totalCount }`);
  const noGuard: Locks['guard'] = (parts) => describeSubgraph(parts);
  const noJudge: Locks['judge'] = () => async () => true;
  const nothing = { details: null, preferences: null, reports: null };

  it.each([
    ['a stranger', { ...own, record: ids.other }, 'NOT_YOURS'],
    ['a carer', { ...own, relation: 'carer' }, 'SECTION_NOT_SHARED'],
  ] as const)('U7 W6 K15 the readers alone give %s nothing', async (_who, grant, code) => {
    const service = await startLocked({ guard: noGuard, judge: noJudge, readers: createReaders }, database.adminUrl);
    const token = await issuer.mint({ audience: 'example', grants: [grant as Grant] });
    expect(await ask(service.url, everything, { token })).toEqual({
      data: { exampleRecord: nothing },
      errors: Object.keys(nothing).map((field) => refusal(code, ['exampleRecord', field])),
    });
  });

  it('U7 W6 K15 row-level security alone gives a stranger nothing', async () => {
    const claims = {
      iss: accountsIssuer,
      aud: 'example',
      sub: 'actor',
      iat: 0,
      exp: 0,
      jti: 'jti',
      level: 'one-factor',
    } as const;
    const allSeeing = Viewer.ofVerified({ ...claims, grants: [own] });
    const readers: Locks['readers'] = (parts) => createReaders({ ...parts, viewer: allSeeing });
    await rows(`insert into preference values ('${ids.adult}', true, false, now())`);
    const service = await startLocked({ guard: noGuard, judge: noJudge, readers }, database.appUrl);
    const token = await issuer.mint({ audience: 'example', grants: [{ ...own, record: ids.other }] });
    expect(await ask(service.url, everything, { token })).toMatchObject({
      data: {
        exampleRecord: {
          details: null,
          preferences: { paperless: { value: false }, texts: { value: true } },
          reports: { totalCount: 0 },
        },
      },
    });
  });
});

describe('preferences', () => {
  const verb = `mutation ($input: SetPreferencesInput!) { example { setPreferences(input: $input) {
    ${fields.preferences} userErrors { code message field } } } }`;
  let made = 0;
  const set = (input: object, given: { token?: string | undefined; url?: string } = { token: owner }) => {
    made += 1;
    const variables = { input: { record: ids.adult, idempotencyKey: `key-${made}-of-set`, ...input } };
    return ask(given.url ?? trust.url, verb, { token: given.token, variables });
  };
  const shown = (chosen: { paperless: boolean; texts: boolean }) => ({
    paperless: { offered: true, value: chosen.paperless, words: paperless.words, rule: 'W6' },
    texts: { offered: true, value: chosen.texts, words: texts.words, rule: 'K10' },
  });
  const changed = (chosen: { paperless: boolean; texts: boolean }) => ({
    data: { example: { setPreferences: { preferences: shown(chosen), userErrors: [] } } },
  });
  const badInput = (field: string | null) => ({
    data: {
      example: {
        setPreferences: {
          preferences: null,
          userErrors: [{ code: 'BAD_INPUT', message: errorRegistry.BAD_INPUT.message, field }],
        },
      },
    },
  });
  beforeEach(async () => void (await rows('delete from preference')));

  it('are letters on paper and texts until the patient chooses', async () => {
    expect(await ask(trust.url, query(ids.adult, fields.preferences), { token: owner })).toEqual({
      data: { exampleRecord: { preferences: shown({ paperless: false, texts: true }) } },
    });
  });

  it('W6 K10 change either way, and only what was given', async () => {
    expect(await set({ paperless: true })).toEqual(changed({ paperless: true, texts: true }));
    expect(await set({ texts: false, paperless: null })).toEqual(changed({ paperless: true, texts: false }));
    expect(await set({ paperless: false })).toEqual(changed({ paperless: false, texts: false }));
    expect(await set({ texts: true })).toEqual(changed({ paperless: false, texts: true }));
    expect(await rows("select actor, verb, record_id from audit where verb = 'set-preferences'")).toEqual(
      Array(4).fill({ actor: 'actor', verb: 'set-preferences', record_id: ids.adult }),
    );
  });

  it('W6 the same request twice is done once, and the key is good for nothing else', async () => {
    const first = await set({ paperless: true, idempotencyKey: 'the-same-key' });
    await set({ paperless: false });
    expect(await set({ paperless: true, idempotencyKey: 'the-same-key' })).toEqual(
      changed({ paperless: false, texts: true }),
    );
    expect(first).toEqual(changed({ paperless: true, texts: true }));
    expect(await set({ paperless: false, idempotencyKey: 'the-same-key' })).toMatchObject({
      data: { example: { setPreferences: null } },
      errors: [{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey' } }],
    });
  });

  it('W6 K10 refuse what the trust does not offer, and nothing of the request is done', async () => {
    const notHere = { offered: false, words: 'Letters come on paper as well.', rule: 'assumed' } as const;
    const service = await startWith({ preferences: { paperless: notHere, texts } });
    expect(await set({ paperless: true, texts: false }, { token: owner, url: service.url })).toEqual(
      badInput('paperless'),
    );
    expect(await rows('select from preference')).toEqual([]);
    expect(await ask(service.url, query(ids.adult, fields.preferences), { token: owner })).toEqual({
      data: {
        exampleRecord: {
          preferences: {
            paperless: { offered: false, value: null, words: notHere.words, rule: 'assumed' },
            texts: { offered: true, value: true, words: texts.words, rule: 'K10' },
          },
        },
      },
    });
  });

  it('W6 K10 are not in the schema where neither is offered', async () => {
    const notHere = { offered: false, words: 'Tell the hospital.', rule: 'assumed' } as const;
    const service = await startWith({ preferences: { paperless: notHere, texts: notHere } });
    expect(await set({ texts: false }, { token: owner, url: service.url })).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }, {}],
    });
  });

  it('refuse a request that chooses nothing', async () => {
    expect(await set({})).toEqual(badInput(null));
  });

  it('W6 need as strong a session as the choice that is made', async () => {
    const service = await startWith({ preferences: { paperless: { ...paperless, level: 'two-factors' }, texts } });
    const at = (input: object) => set(input, { token: owner, url: service.url });
    expect(await at({ paperless: true, texts: false })).toEqual({
      data: { example: { setPreferences: null } },
      errors: [refusal('STEP_UP_REQUIRED', ['example', 'setPreferences'], { trust: 'example' })],
    });
    expect(await at({ texts: false })).toMatchObject({ data: { example: { setPreferences: { userErrors: [] } } } });
  });

  const path = ['example', 'setPreferences'];
  it.each([
    ['a stranger', [{ ...own, record: ids.other }], {}, refusal('NOT_YOURS', path, { trust: 'example' })],
    ['a carer', [{ ...own, relation: 'carer' as const }], {}, refusal('READ_ONLY', path, { trust: 'example' })],
    [
      'somebody too young',
      [{ ...own, record: ids.child }],
      { record: ids.child },
      refusal('AGE_BLOCKED', path, { trust: 'example', rule: 'assumed', minimumAge: 16 }),
    ],
    ['nobody', undefined, {}, refusal('UNAUTHENTICATED', path)],
  ])('W6 K10 are not changed by %s', async (_who, grants, input, error) => {
    const token = grants && (await issuer.mint({ audience: 'example', grants }));
    expect(await set({ texts: false, ...input }, { token })).toEqual({
      data: { example: { setPreferences: null } },
      errors: [error],
    });
    expect(await rows('select from preference')).toEqual([]);
  });
});
