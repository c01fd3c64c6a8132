import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarTime, eventsIn, unfold } from './testing/calendar-text.ts';
import { openSystem, type System } from './testing/system.ts';

interface Source {
  trust: { key: string };
  source: { key: string };
  record: string;
  appointment: string;
}
interface Entry {
  id: string;
  title: string;
  status: string;
  startsAt: string;
  place: string | null;
  sources: Source[];
}
interface Connection {
  totalCount: number;
  missing: { key: string }[];
  notShown: { key: string }[];
  nodes: Entry[];
}

const now = new Date().toISOString();
const entryFields = 'id title status startsAt place sources { trust { key } source { key } record appointment }';
const timelineOf = (args: string) =>
  `{ me { timeline(${args}) { totalCount missing { key } notShown { key } nodes { ${entryFields} } } } }`;
const upcoming = timelineOf(`first: 100, order: OLDEST_FIRST, from: "${now}"`);
const clashesQuery = `{ me { clashes { missing { key } clashes { kind words minutesBetween minutesNeeded entries { ${entryFields} } } } } }`;

let system: System;
let session: string;
beforeAll(async () => {
  system = await openSystem();
  session = await system.signIn('six-trusts');
});

/** A field of the signed-in patient. The answer must be without errors. */
async function me<Field>(query: string, of = session): Promise<Field> {
  const { data, errors } = await system.portal.ask(query, { session: of });
  expect(errors).toBeUndefined();
  return Object.values((data as { me: Record<string, Field> }).me)[0] as Field;
}
const trustsOf = ({ sources }: Entry) => sources.map(({ trust }) => trust.key).toSorted();
const sixTrusts = () => system.person('six-trusts').trusts.toSorted();

/** The six-trusts patient with a trust that is dead or hangs meanwhile. */
async function without<Value>(trust: string, act: 'stop' | 'pause', work: () => Promise<Value>): Promise<Value> {
  await system.act(trust, act);
  try {
    return await work();
  } finally {
    await system.act(trust, act === 'stop' ? 'start' : 'resume');
  }
}

describe('the timeline', () => {
  it('K16 U1 W5 lists the appointments of all six trusts in one connection by date', async () => {
    const { nodes, totalCount, missing, notShown } = await me<Connection>(upcoming);
    expect([missing, notShown, nodes.length]).toEqual([[], [], totalCount]);
    expect([...new Set(nodes.flatMap(trustsOf))].toSorted()).toEqual(sixTrusts());
    expect(nodes.map(({ startsAt }) => startsAt)).toEqual(nodes.map(({ startsAt }) => startsAt).toSorted());
  });

  it('K16 is the same entries page by page, forward and back', async () => {
    interface Page {
      nodes: { id: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    }
    const ids = async (order: string, after = ''): Promise<string[]> => {
      const place = after ? `, after: "${after}"` : '';
      const { nodes, pageInfo } = await me<Page>(
        `{ me { timeline(first: 4, order: ${order}${place}) { nodes { id } pageInfo { hasNextPage endCursor } } } }`,
      );
      const rest = pageInfo.hasNextPage ? await ids(order, pageInfo.endCursor) : [];
      return [...nodes.map(({ id }) => id), ...rest];
    };
    const oldest = await ids('OLDEST_FIRST');
    expect(oldest.length).toBeGreaterThan(8);
    expect(new Set(oldest).size).toBe(oldest.length);
    expect((await ids('NEWEST_FIRST')).toReversed()).toEqual(oldest);
  });

  it('K16 M5 folds the booking that two trusts hold into one entry with two sources', async () => {
    const { nodes } = await me<Connection>(upcoming);
    const shared = nodes.filter(({ sources }) => sources.length > 1);
    expect(shared.map(trustsOf)).toEqual([['kingston', 'st-georges']]);
    const [entry] = shared;
    for (const { record, appointment } of entry?.sources ?? []) {
      const { data } = await system.portal.ask(
        `{ me { records { id appointment(id: "${appointment}") { id startsAt } } } }`,
        { session },
      );
      const { records } = (data as { me: { records: { id: string; appointment: { startsAt: string } | null }[] } }).me;
      expect(records.find(({ id }) => id === record)?.appointment?.startsAt).toBe(entry?.startsAt);
    }
  });

  it.each([
    ['is dead', 'stop', 'TRUST_UNAVAILABLE'],
    ['hangs', 'pause', 'TRUST_TIMEOUT'],
  ] as const)('K16 stands without a trust that %s, and names it', async (_how, act, code) => {
    const before = await me<Connection>(upcoming);
    const { answer, ms } = await without('southampton', act, async () => {
      const began = performance.now();
      const answer = await system.portal.ask(upcoming, { session });
      return { answer, ms: performance.now() - began };
    });
    expect(ms).toBeLessThan(1_600);
    const { timeline } = (answer.data as { me: { timeline: Connection } }).me;
    expect(timeline.missing).toEqual([{ key: 'southampton' }]);
    expect(timeline.nodes).toEqual(before.nodes.filter((entry) => !trustsOf(entry).includes('southampton')));
    expect(timeline.nodes.length).toBeGreaterThan(5);
    expect(answer.errors?.map(({ extensions }) => [extensions.code, extensions.trust])).toEqual([
      [code, 'southampton'],
    ]);
  });

  it('K16 costs nothing else when the service over all trusts is dead, which is no trust’s fault', async () => {
    const page = '{ me { name timeline { totalCount } records { trust { key } appointments { totalCount } } } }';
    const { data, errors } = await without('timeline', 'stop', () => system.portal.ask(page, { session }));
    const { timeline, records } = (data as { me: { timeline: null; records: { appointments: object | null }[] } }).me;
    expect([timeline, records.filter(({ appointments }) => !appointments)]).toEqual([null, []]);
    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'TIMELINE_UNAVAILABLE' }]);
  });

  it('is for who is signed in', async () => {
    const { data, errors } = await system.portal.ask(upcoming);
    expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([{ me: null }, ['UNAUTHENTICATED']]);
  });
});

it('K16 answers nobody who comes past the gateway, not even with an empty hand of records', async () => {
  const response = await fetch(`${system.urls.timeline}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patient { calendar } } }',
      variables: { r: [{ __typename: 'Patient', id: randomUUID(), records: [] }] },
    }),
  });
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
});

describe('clashes', () => {
  interface Clash {
    kind: string;
    words: string;
    minutesBetween: number;
    minutesNeeded: number;
    entries: Entry[];
  }
  const hospitals = ({ entries }: Clash) => entries.flatMap(trustsOf);

  it('U1 W5 K16 tells which appointments at two hospitals cannot both be kept, and why', async () => {
    const { clashes, missing } = await me<{ clashes: Clash[]; missing: object[] }>(clashesQuery);
    expect(missing).toEqual([]);
    const overlap = clashes.find(({ kind }) => kind === 'OVERLAP');
    expect(overlap && hospitals(overlap)).toEqual(['kingston', 'st-georges']);
    expect(overlap?.minutesBetween).toBeLessThan(0);
    expect(overlap?.words).toMatch(/at the same time: Kingston Hospital on \w+ \d+ \w+ \d{4} at 10:00/);
    const travel = clashes.find(({ kind }) => kind === 'TRAVEL');
    expect(travel && hospitals(travel)).toEqual(['kings-guys', 'west-herts-royal-free']);
    expect(travel?.minutesBetween).toBeLessThan(travel?.minutesNeeded ?? 0);
  });

  it('U1 W8 tells of a time under consideration, and leaves out the appointment that would move', async () => {
    const { nodes } = await me<Connection>(upcoming);
    const moving = nodes.find((entry) => trustsOf(entry).includes('southampton'));
    const other = nodes.find((entry) => trustsOf(entry).includes('derby-burton'));
    const considered = (startsAt: string, except: string) =>
      me<{ clashes: Clash[] }>(
        `{ me { clashesWith(startsAt: "${startsAt}", trust: "southampton", except: "${except}") { clashes { kind words minutesBetween minutesNeeded entries { ${entryFields} } } } } }`,
      );
    const appointment = moving?.sources[0]?.appointment ?? '';
    const taken = await considered(other?.startsAt ?? '', appointment);
    expect(taken.clashes.map((clash) => [clash.kind, hospitals(clash)])).toEqual([['OVERLAP', ['derby-burton']]]);
    expect((await considered(moving?.startsAt ?? '', appointment)).clashes).toEqual([]);
  });
});

it('M12 W13 K16 joins a test’s numbers over trusts in one series, each marked with its source', async () => {
  const history = `{ me { testHistory(code: "59261-8") { missing { key } notShown { key } series { unit points { number takenAt trust { key } source { key } } } } } }`;
  const { series, missing, notShown } = await me<{
    series: { unit: string; points: { takenAt: string; trust: { key: string } }[] }[];
    missing: object[];
    notShown: { key: string }[];
  }>(history);
  expect([missing, series.map(({ unit }) => unit)]).toEqual([[], ['mmol/mol']]);
  const points = series[0]?.points ?? [];
  expect([...new Set(points.map(({ trust }) => trust.key))].toSorted()).toEqual([
    'kings-guys',
    'west-herts-royal-free',
  ]);
  expect(points.length).toBeGreaterThanOrEqual(8);
  expect(points.map(({ takenAt }) => takenAt)).toEqual(points.map(({ takenAt }) => takenAt).toSorted());
  // K8, D18: who shows no results is told apart from who did not answer
  expect(notShown.map(({ key }) => key)).toEqual(expect.arrayContaining(['kingston', 'derby-burton']));
});

describe('the calendar file of one appointment', () => {
  const link = async (of: string) => {
    const query =
      '{ me { records { appointments(first: 1) { nodes { id startsAt calendarFile { url contentType } } } } } }';
    const records = await me<
      { appointments: { nodes: { id: string; startsAt: string; calendarFile: { url: string } }[] } }[]
    >(query, of);
    const [appointment] = records[0]?.appointments.nodes ?? [];
    if (!appointment) throw new Error('no appointment');
    return { ...appointment, url: `${system.urls.gateway}${appointment.calendarFile.url}` };
  };

  it('U1 W5 is there at every trust, and dead at once when its owner signs out', async () => {
    const { email, birthDate } = system.person('six-trusts');
    const own = await system.portal.signIn({ email }, birthDate, system.inbox);
    const { id, startsAt, url } = await link(own);
    const headers = { authorization: `Bearer ${own}` };
    const file = await fetch(url, { headers });
    expect([file.status, file.headers.get('content-type'), file.headers.get('cache-control')]).toEqual([
      200,
      'text/calendar; charset=utf-8',
      'no-store',
    ]);
    expect(eventsIn(await file.text())).toEqual([
      expect.objectContaining({ UID: `${id}@crosstrust`, DTSTART: calendarTime(startsAt) }),
    ]);
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: `Bearer ${await system.signIn('leap-day')}` } })).status).toBe(
      404,
    );
    await system.portal.signOut(own);
    expect((await fetch(url, { headers })).status).toBe(401);
  });
});

describe('the private feed', () => {
  const create = `mutation ($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { feed { id } url userErrors { code } } }`;
  const revoke = `mutation ($input: RevokeCalendarFeedInput!) { revokeCalendarFeed(input: $input) { me { calendarFeeds { id } } userErrors { code } } }`;
  let feed: { id: string };
  let url: string;

  beforeAll(async () => {
    const { data } = await system.portal.ask(create, {
      session,
      variables: { input: { name: 'My phone', idempotencyKey: randomUUID() } },
    });
    const made = (data as { createCalendarFeed: { feed: { id: string }; url: string } }).createCalendarFeed;
    [feed, url] = [made.feed, `${system.urls.gateway}${made.url}`];
  });
  afterAll(async () => {
    const logs = Object.values(await system.logs()).join('\n');
    expect(logs).toContain('/calendar/:secret.ics');
    expect(logs.includes(url.split('/').at(-1)?.replace('.ics', '') ?? 'none')).toBe(false);
  });

  it('K16 U1 W5 has every trust’s appointments once, by time and hospital and no more', async () => {
    const [answer, connection] = [await fetch(url), await me<Connection>(timelineOf('first: 100'))];
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'text/calendar; charset=utf-8',
      'private, max-age=900',
    ]);
    const events = eventsIn(text);
    expect(events.map(({ UID }) => UID).toSorted()).toEqual(
      connection.nodes.map(({ id }) => `${id}@crosstrust`).toSorted(),
    );
    expect(new Set(events.map(({ SUMMARY }) => SUMMARY?.replace(/ by (video|telephone)$/, '')))).toEqual(
      new Set(
        ['Hospital appointment', 'Cancelled: hospital appointment'].filter((one) =>
          unfold(text).includes(`SUMMARY:${one}`),
        ),
      ),
    );
    const { given, family } = system.person('six-trusts');
    const told = connection.nodes.flatMap(({ title, place }) => [title.split(':')[0] ?? title, place ?? title]);
    const leaks = [given, family, ...told].filter(
      (word) => !/^(Hospital|Outpatient|Diagnostic|Day)/.test(word) && unfold(text).includes(word),
    );
    expect(leaks).toEqual([]);
  });

  it('keeps what it has while a trust is dead: no half a calendar goes out', async () => {
    const answer = await without('southampton', 'stop', () => fetch(url));
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('cache-control')]).toEqual([
      503,
      '900',
      'no-store',
    ]);
    expect((await fetch(url)).status).toBe(200);
  });

  it('is dead at once when it is taken back', async () => {
    const { data } = await system.portal.ask(revoke, {
      session,
      variables: { input: { feed: feed.id, idempotencyKey: randomUUID() } },
    });
    expect(data).toEqual({ revokeCalendarFeed: { me: { calendarFeeds: [] }, userErrors: [] } });
    expect((await fetch(url)).status).toBe(404);
  });
});
