import { parseNhsNumber } from '@crosstrust/contract';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allocate, prepareDemographics } from './demographics.ts';

describe('made-up details', () => {
  let database: TestDatabase;
  let clients: Client[];

  beforeAll(async () => {
    database = await createTestDatabase('demographics', async () => undefined);
    clients = Array.from({ length: 4 }, () => new Client({ connectionString: database.ownerUrl }));
    await Promise.all(clients.map((client) => client.connect()));
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await database.drop();
  });

  it('are the same at every trust and one person’s alone, though four trusts ask at once', async () => {
    await Promise.all(clients.map((client) => prepareDemographics(client)));
    const people = Array.from({ length: 200 }, (_, index) => `Patient/${index}`);
    const batches = Array.from({ length: 10 }, (_, index) => people.slice(index * 20, index * 20 + 20));
    const asked = await Promise.all(
      clients.map(async (client, trust) => {
        const answers = new Map<string, unknown>();
        for (const batch of trust % 2 === 0 ? batches : batches.toReversed())
          for (const [identity, madeUp] of await allocate(client, batch)) answers.set(identity, madeUp);
        return people.map((identity) => answers.get(identity));
      }),
    );
    for (const answers of asked) expect(answers).toEqual(asked[0]);
    const details = asked[0] as { nhsNumber: string; mobile: string; email: string }[];
    expect(new Set(details.map(({ nhsNumber }) => nhsNumber)).size).toBe(200);
    expect(new Set(details.map(({ email }) => email)).size).toBe(200);
    for (const { nhsNumber, mobile, email } of details) {
      expect(parseNhsNumber(nhsNumber)).toMatch(/^999/);
      expect(mobile).toMatch(/^\+447700900\d{3}$/);
      expect(email).toMatch(/@example\.org$/);
    }
  });

  it('are kept', async () => {
    const [client] = clients;
    if (!client) throw new Error('no client');
    expect(await allocate(client, ['Patient/7'])).toEqual(await allocate(client, ['Patient/7']));
  });
});
