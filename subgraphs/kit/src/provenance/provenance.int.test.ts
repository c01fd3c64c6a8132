import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import type { RunningService } from '@crosstrust/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locks } from '../create-trust.ts';
import { buildSubgraph } from '../subgraph/build-subgraph.ts';
import { createJudge } from '../access/judge.ts';
import type { AppointmentContent } from '../storage/content.ts';
import { migrate } from '../storage/migrate.ts';
import { createReaders } from '../storage/readers.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { seed } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const record = uuid(1);
const booking = (given: Partial<AppointmentContent> = {}): AppointmentContent => ({
  kind: 'outpatient',
  mode: 'in-person',
  startsAt: '2026-07-01T08:30:00.000Z',
  ...given,
});
const item = (n: number) => ({
  id: uuid(n),
  section: 'OUTPATIENT_APPOINTMENTS' as const,
  source: 'north',
  at: '2026-07-01T08:30:00Z',
  status: 'booked' as const,
  content: booking(),
});
const sections = (shown: readonly string[]) => ({
  ...aPolicy({ trust: 'partners' }).sections,
  OUTPATIENT_APPOINTMENTS: { state: 'OFFERED' as const, rule: 'W13', words: 'Appointments.', sources: [...shown] },
});

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
const running: RunningService[] = [];
const asked: string[] = [];

/** Notes each query that is sent to the database. */
const readers: Locks['readers'] = (parts) =>
  createReaders({
    ...parts,
    queries: {
      query: (text, values) => {
        asked.push(text);
        return parts.queries.query(text, values);
      },
    },
  });

async function trustThatShows(...shown: string[]) {
  const policy = aPolicy({ trust: 'partners', sections: sections(shown) });
  const locks = { guard: buildSubgraph, judge: createJudge, readers };
  const trust = await startTrust({ policy, databaseUrl: database.appUrl, issuerUrl: issuer.url, locks });
  running.push(trust);
  const grants = [{ record, relation: 'self' as const, sections: 'all' as const }];
  const token = await issuer.mint({ audience: 'partners', grants });
  return async (inner: string) => {
    asked.length = 0;
    return ask(
      trust.url,
      `{ partnersRecord(id: "${record}") { appointments(order: OLDEST_FIRST) { nodes { ${inner} } } } }`,
      { token },
    );
  };
}

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  issuer = await startIssuer();
  await seed(database.ownerUrl, [
    {
      id: record,
      patient: { nhsNumber: '9990000018', name: 'Ada Okafor', birthDate: '1992-03-04' },
      items: [
        item(11),
        {
          ...item(12),
          routes: [
            {
              id: uuid(12),
              source: 'north',
              changedAt: '2026-04-02T10:00:00.000Z',
              content: booking({ location: { name: 'Outpatients 3' } }),
            },
            {
              id: uuid(13),
              source: 'south',
              changedAt: '2026-03-01T10:00:00.000Z',
              content: booking({ startsAt: '2026-07-01T09:30:00.000Z', location: { name: ' outpatients  3 ' } }),
            },
          ],
        },
      ],
    },
  ]);
});

afterAll(async () => {
  await Promise.all([...running.map((service) => service.close()), issuer?.close()]);
  await database?.drop();
});

const answer = (...nodes: object[]) => ({ data: { partnersRecord: { appointments: { nodes } } } });
const routesRead = () => asked.filter((text) => text.includes('item_route')).length;

describe('where an item came from', () => {
  it('M5 tells both sources of one item and in what they differ, each with its time, by one query', async () => {
    const ofPartners = await trustThatShows('north', 'south');
    const inner =
      'id sources { source { key } receivedAt changedAt } disagreements { field values { value source { key } at } }';
    const received = '2026-01-02T03:04:05.000Z';
    expect(await ofPartners(inner)).toEqual(
      answer(
        {
          id: uuid(11),
          sources: [{ source: { key: 'north' }, receivedAt: received, changedAt: received }],
          disagreements: [],
        },
        {
          id: uuid(12),
          sources: [
            { source: { key: 'north' }, receivedAt: received, changedAt: '2026-04-02T10:00:00.000Z' },
            { source: { key: 'south' }, receivedAt: received, changedAt: '2026-03-01T10:00:00.000Z' },
          ],
          disagreements: [
            {
              field: 'time',
              values: [
                { value: '2026-07-01T08:30:00.000Z', source: { key: 'north' }, at: '2026-04-02T10:00:00.000Z' },
                { value: '2026-07-01T09:30:00.000Z', source: { key: 'south' }, at: '2026-03-01T10:00:00.000Z' },
              ],
            },
          ],
        },
      ),
    );
    expect(routesRead()).toBe(1);
  });

  it('reads nothing of it unless it is asked for', async () => {
    const ofPartners = await trustThatShows('north', 'south');
    expect(await ofPartners('id')).toEqual(answer({ id: uuid(11) }, { id: uuid(12) }));
    expect(routesRead()).toBe(0);
  });

  it('W13 tells nothing that came from a source that does not show', async () => {
    const ofNorth = await trustThatShows('north');
    expect(await ofNorth('id sources { source { key } } disagreements { field }')).toEqual(
      answer(
        { id: uuid(11), sources: [{ source: { key: 'north' } }], disagreements: [] },
        { id: uuid(12), sources: [{ source: { key: 'north' } }], disagreements: [] },
      ),
    );
  });

  it('finds an item by an id that it had before it turned out to be the same as another', async () => {
    const policy = aPolicy({ trust: 'partners' });
    const trust = await startTrust({ policy, databaseUrl: database.appUrl, issuerUrl: issuer.url });
    running.push(trust);
    const grants = [{ record, relation: 'self' as const, sections: 'all' as const }];
    const token = await issuer.mint({ audience: 'partners', grants });
    const query = `{ partnersRecord(id: "${record}") { appointment(id: "${uuid(13)}") { id } } }`;
    expect(await ask(trust.url, query, { token })).toEqual({
      data: { partnersRecord: { appointment: { id: uuid(12) } } },
    });
  });
});
