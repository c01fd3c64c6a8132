import { accountPartSchema } from '@crosstrust/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, openAccountOf, startBed } from '../testing/bed.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

async function take(token?: string) {
  const answer = await fetch(`${bed.accounts.url}/my-data`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  return { status: answer.status, kept: answer.headers.get('cache-control'), body: await answer.json() };
}

describe('GET /my-data', () => {
  it('answers who the person is and which records are theirs', async () => {
    const { patient, session } = await openAccountOf(bed);
    const { status, kept, body } = await take(await bed.tokenOf(session));
    expect([status, kept]).toEqual([200, 'no-store']);
    const { id, ...part } = accountPartSchema.parse(body);
    expect(part).toMatchObject({
      name: patient.name,
      nhsNumber: patient.nhsNumber,
      birthDate: patient.birthDate,
      mobile: patient.mobile,
      email: patient.email,
      emailVerified: true,
      createdAt: bed.clock().toISOString(),
      links: [{ trust: 'kingston', linkedAt: bed.clock().toISOString() }],
      shares: [],
    });
    expect(await bed.sql('select account_id, record_id from link where account_id = $1', [id])).toEqual([
      { account_id: id, record_id: part.links[0]?.record },
    ]);
  });

  it('tells nobody of anybody else', async () => {
    const [one, other] = [await openAccountOf(bed), await openAccountOf(bed)];
    const { body } = await take(await bed.tokenOf(one.session));
    expect(JSON.stringify(body)).not.toContain(other.patient.nhsNumber);
  });

  it('is refused without a token, with one that does not hold, and to a calendar', async () => {
    const { session } = await openAccountOf(bed);
    const token = await bed.tokenOf(session);
    const { data } = await bed.ask(
      'mutation ($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { url } }',
      { input: { idempotencyKey: crypto.randomUUID() } },
      token,
    );
    const secret = /calendar\/(.+)\.ics/.exec(data.createCalendarFeed.url)?.[1];
    const feed = await fetch(`${bed.accounts.url}/feed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret }),
    });
    const { tokens } = (await feed.json()) as { tokens: Record<string, string> };
    const codes = await Promise.all([undefined, `${token}x`, tokens['accounts'], tokens['kingston']].map(take));
    expect(
      codes.map(({ status, body }) => [
        status,
        (body as never as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code,
      ]),
    ).toEqual([
      [401, 'UNAUTHENTICATED'],
      [401, 'TOKEN_INVALID'],
      [403, 'NOT_YOURS'],
      [401, 'TOKEN_INVALID'],
    ]);
  });
});
