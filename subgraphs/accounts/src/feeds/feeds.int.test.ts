import { createHash } from 'node:crypto';
import { appointmentSections } from '@crosstrust/contract';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, openAccountOf, startBed } from '../testing/bed.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const createMutation = `mutation ($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { feed { id name createdAt lastReadAt } url userErrors { code field } } }`;
const revokeMutation = `mutation ($input: RevokeCalendarFeedInput!) { revokeCalendarFeed(input: $input) { me { calendarFeeds { id } } userErrors { code field } } }`;

/** A person with a session, and what they can do about feeds. */
async function somebody() {
  const { patient, session } = await openAccountOf(bed);
  const ask = async (query: string, variables: object = {}) => bed.ask(query, variables, await bed.tokenOf(session));
  return {
    patient,
    session,
    ask,
    create: async (input: object = {}) =>
      (await ask(createMutation, { input: { idempotencyKey: crypto.randomUUID(), ...input } })).data.createCalendarFeed,
    revoke: async (feed: string, idempotencyKey: string = crypto.randomUUID()) =>
      (await ask(revokeMutation, { input: { feed, idempotencyKey } })).data.revokeCalendarFeed,
    feeds: async () => (await ask('{ me { calendarFeeds { id name createdAt lastReadAt } } }')).data.me.calendarFeeds,
  };
}

/** What accounts answers the gateway about a feed: its tokens, or the status of the refusal. */
async function read(secret: unknown) {
  const response = await fetch(`${bed.accounts.url}/feed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  });
  const body = (await response.json()) as { tokens: Record<string, string> };
  return response.ok ? body.tokens : response.status;
}
const tokensOf = async (secret: string) => {
  const tokens = await read(secret);
  if (typeof tokens === 'number') throw new Error('refused');
  return tokens;
};
const secretIn = (url: string) => /^\/calendar\/([A-Za-z0-9_-]{43})\.ics$/.exec(url)?.[1] ?? 'none';

describe('making a feed', () => {
  it('tells its secret once and keeps the hash of it; the name is sealed', async () => {
    const { create, feeds, patient } = await somebody();
    const { feed, url, userErrors } = await create({ name: ' Ada’s phone ' });
    const secret = secretIn(url);
    expect(userErrors).toEqual([]);
    expect(feed).toEqual({
      id: expect.any(String),
      name: 'Ada’s phone',
      createdAt: bed.clock().toISOString(),
      lastReadAt: null,
    });
    expect(await feeds()).toEqual([feed]);
    const [row] = await bed.sql('select * from calendar_feed where id = $1', [feed.id]);
    expect(row?.['secret_hash']).toEqual(createHash('sha256').update(secret).digest());
    const dump = JSON.stringify(
      await bed.sql(`select calendar_feed::text as feed, idempotency::text as key, outbox::text as job
         from calendar_feed full join idempotency on false full join outbox on false`),
    );
    expect([dump.includes(secret), dump.includes('phone')]).toEqual([false, false]);
    const [notice] = (await bed.inbox()).filter(({ to }) => [patient.email, patient.mobile].includes(to));
    expect(notice?.text).toContain('calendar link');
    expect(notice?.text).not.toContain(secret);
  });

  it('makes one feed for one key, and tells nobody its secret a second time', async () => {
    const { create, feeds } = await somebody();
    const idempotencyKey = crypto.randomUUID();
    const answers = await Promise.all([create({ idempotencyKey }), create({ idempotencyKey })]);
    const again = await create({ idempotencyKey });
    expect(answers.map(({ url }) => url).filter(Boolean)).toHaveLength(1);
    expect(again).toMatchObject({ feed: { id: answers[0].feed.id }, url: null, userErrors: [] });
    expect(await feeds()).toHaveLength(1);
  });

  it('ends at five that live', async () => {
    const { create, revoke, feeds } = await somebody();
    for (let made = 0; made < 5; made += 1) await create();
    const refused = { feed: null, url: null, userErrors: [{ code: 'TOO_MANY_FEEDS', field: null }] };
    expect(await create()).toEqual(refused);
    const [first] = await feeds();
    await revoke(first.id);
    const raced = await Promise.all([create(), create(), create()]);
    expect(raced.filter(({ feed }) => feed)).toHaveLength(1);
    expect(await feeds()).toHaveLength(5);
  });

  it.each([['x'.repeat(61)], ['a\u0000b'], ['a\nb']])('refuses the name %j', async (name) => {
    const { create } = await somebody();
    expect((await create({ name })).userErrors).toEqual([{ code: 'BAD_INPUT', field: 'name' }]);
  });

  it('asks for a session', async () => {
    const answer = await bed.ask(createMutation, { input: { idempotencyKey: crypto.randomUUID() } });
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('reading a feed', () => {
  it('opens the appointments of the linked records, for a minute, and notes the time', async () => {
    const { create, feeds, patient } = await somebody();
    const { url } = await create();
    const tokens = await tokensOf(secretIn(url));
    expect(Object.keys(tokens).sort()).toEqual(['accounts', 'kingston', 'timeline']);
    const claims = decodeJwt(tokens['kingston'] ?? '');
    expect(claims).toMatchObject({
      aud: 'kingston',
      level: 'one-factor',
      grants: [{ record: patient.record, relation: 'self', sections: [...appointmentSections] }],
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
    expect((await feeds())[0].lastReadAt).toBe(bed.clock().toISOString());
  });

  it('needs no session, and goes on after signing out', async () => {
    const { create, ask, session } = await somebody();
    const { url } = await create();
    await ask('mutation { signOut { userErrors { code } } }');
    expect(await bed.check(session)).toEqual({ code: 'SESSION_ENDED' });
    expect(Object.keys(await tokensOf(secretIn(url)))).toHaveLength(3);
  });

  it('has no trust in it any more that was unlinked', async () => {
    const { create, ask } = await somebody();
    const { url } = await create();
    await ask('mutation ($input: UnlinkTrustInput!) { unlinkTrust(input: $input) { userErrors { code } } }', {
      input: { trust: 'kingston', idempotencyKey: crypto.randomUUID() },
    });
    expect(Object.keys(await tokensOf(secretIn(url))).sort()).toEqual(['accounts', 'timeline']);
  });

  it('opens of the account where the records are, and nothing else', async () => {
    const { create, patient, session } = await somebody();
    const { url, feed } = await create();
    const token = (await tokensOf(secretIn(url)))['accounts'] ?? '';
    const way = await bed.ask('{ me { id records { id trust { key } } } }', {}, token);
    expect(way.data.me.records).toEqual([{ id: patient.record, trust: { key: 'kingston' } }]);
    const refused = async (query: string, variables: object = {}) => {
      const { data, errors } = await bed.ask(query, variables, token);
      return [errors?.map(({ extensions }) => extensions.code), JSON.stringify(data ?? null).includes(patient.name)];
    };
    const input = { feed: feed.id, trust: 'kingston', idempotencyKey: crypto.randomUUID() };
    for (const [query, variables] of [
      ['{ me { name } }', {}],
      ['{ me { trusts { state } } }', {}],
      ['{ me { calendarFeeds { id } } }', {}],
      ['{ me { emailVerified } }', {}],
      ['{ session { level } }', {}],
      ['mutation { signOut { userErrors { code } } }', {}],
      ['mutation { requestEmailCode { challenge } }', {}],
      [createMutation, { input: { idempotencyKey: input.idempotencyKey } }],
      [revokeMutation, { input: { feed: input.feed, idempotencyKey: input.idempotencyKey } }],
    ] as const)
      expect([query, await refused(query, variables)]).toEqual([query, [['NOT_YOURS'], false]]);
    expect(await bed.check(session)).toHaveProperty('version');
  });

  it.each([
    ['unknown', 'A'.repeat(43)],
    ['empty', ''],
    ['too long', 'A'.repeat(5_000)],
    ['no text', { $ne: null }],
  ])('answers 404 for a secret that is %s', async (_what, secret) => {
    expect(await read(secret)).toBe(404);
  });
});

describe('taking a feed back', () => {
  it('bites at once, and is done once', async () => {
    const { create, revoke, feeds } = await somebody();
    const { feed, url } = await create();
    const key = crypto.randomUUID();
    const done = { me: { calendarFeeds: [] }, userErrors: [] };
    expect(await revoke(feed.id, key)).toEqual(done);
    expect(await read(secretIn(url))).toBe(404);
    expect(await revoke(feed.id, key)).toEqual(done);
    expect(await revoke(feed.id)).toEqual(done);
    expect(await feeds()).toEqual([]);
  });

  it('is for its owner only', async () => {
    const [owner, other] = [await somebody(), await somebody()];
    const { feed, url } = await owner.create();
    const refused = { me: null, userErrors: [{ code: 'NOT_FOUND', field: 'feed' }] };
    expect(await other.revoke(feed.id)).toEqual(refused);
    expect(await other.revoke('nonsense')).toEqual(refused);
    expect(await other.feeds()).toEqual([]);
    expect(Object.keys(await tokensOf(secretIn(url)))).toHaveLength(3);
  });
});
