import { errorRegistry, type Grant } from '@crosstrust/contract';
import { createLog, createPool, type RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy.ts';
import { migrate } from '../storage/migrate.ts';
import { scopeQueries } from '../storage/scoped-queries.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { readRows } from '../testing/rows.ts';
import { seed, testVault } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';
import { placeOfReply, placeOfTask } from '../verbs/task.ts';

const now = '2026-06-15T12:00:00.000Z';
const own: Grant = { record: ids.adult, relation: 'self', sections: 'all' };
const mistakes: PolicyInput['mistakes'] = {
  IMPORTANT: { to: 'CARE_TEAM', words: 'Contact your care team now.', rule: 'K15' },
  NOT_URGENT: { to: 'NEXT_VISIT', words: 'Raise it at your next visit.', rule: 'K15' },
  PERSONAL_DETAILS: { to: 'GP_PRACTICE', words: 'Tell your GP practice.', rule: 'D15' },
};
const bookings = { name: 'Cardiology bookings', phone: '+442079460123', email: 'cardiology@example.org' };
const source = { key: 'example', name: 'Example Hospital', odsCodes: ['X26'] };

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trust: RunningService;
let owner: string;
let made = 0;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, lives);
  issuer = await startIssuer();
  trust = await startTrust({
    policy: aPolicy({ mistakes }),
    databaseUrl: database.appUrl,
    issuerUrl: issuer.url,
    clock: () => new Date(now),
  });
});
afterAll(async () => {
  await Promise.all([trust?.close(), issuer?.close()]);
  await database?.drop();
});
beforeEach(async () => {
  await rows('delete from task; delete from withheld; delete from audit; delete from outbox');
  owner = await mint([own]);
});

const rows = (sql: string, values: readonly unknown[] = []) => readRows(database.adminUrl, sql, values);
const mint = (grants: readonly Grant[], claims: object = {}) =>
  issuer.mint({ audience: 'example', grants, now: new Date(now), ...claims });

const reportFields = 'number kind about item words createdAt state answeredAt reply';
const verbs = {
  reportMistake: `report { ${reportFields} } route { to words rule source { key name odsCodes } contact { name phone email } }`,
  reportItemNotMine: `report { ${reportFields} }`,
};
/** Calls a verb with a key of its own, unless the input brings one. */
async function call(verb: keyof typeof verbs, input: object, token: string | undefined = owner): Promise<Answer> {
  made += 1;
  const type = verb === 'reportMistake' ? 'ReportMistakeInput' : 'ReportItemNotMineInput';
  const document = `mutation ($input: ${type}!) { example { ${verb}(input: $input) { ${verbs[verb]} userErrors { code message field } } } }`;
  const variables = { input: { record: ids.adult, idempotencyKey: `key-${made}-of-reports`, ...input } };
  return (await ask(trust.url, document, { token, variables })) as Answer;
}
interface Answer {
  data: { example: Record<string, { report: { number: string } }> };
}
const query = (selection: string, token = owner, record: string = ids.adult) =>
  ask(trust.url, `{ exampleRecord(id: "${record}") { ${selection} } }`, { token });
const refused = (verb: keyof typeof verbs, code: keyof typeof errorRegistry, field: string) => ({
  data: {
    example: {
      [verb]: {
        report: null,
        ...(verb === 'reportMistake' ? { route: null } : {}),
        userErrors: [{ code, message: errorRegistry[code].message, field }],
      },
    },
  },
});
const anOpen = (report: object) => ({
  number: expect.stringMatching(/^([2-9A-HJ-NP-TV-Z]{3}-){2}[2-9A-HJ-NP-TV-Z]{3}$/),
  about: null,
  item: null,
  words: null,
  createdAt: now,
  state: 'OPEN',
  answeredAt: null,
  reply: null,
  ...report,
});

describe('reportMistake', () => {
  const about = (item: string | undefined, topic: string) => ({ item, about: topic, words: ' The date is wrong. ' });

  it.each([
    ['IMPORTANT', ids.appointment, bookings],
    ['IMPORTANT', ids.letter, { name: 'Helpdesk', phone: '+442079460000', email: null }],
    ['IMPORTANT', undefined, { name: 'Helpdesk', phone: '+442079460000', email: null }],
    ['NOT_URGENT', ids.appointment, null],
    ['PERSONAL_DETAILS', undefined, null],
  ] as const)('K15 D15 about %s in %s says who corrects it', async (topic, item, contact) => {
    expect(await call('reportMistake', about(item, topic))).toEqual({
      data: {
        example: {
          reportMistake: {
            report: anOpen({ kind: 'MISTAKE', about: topic, item: item ?? null, words: 'The date is wrong.' }),
            route: { ...mistakes[topic], source, contact },
            userErrors: [],
          },
        },
      },
    });
  });

  it('K15 files it for the staff, sealed, with an audit row and the message that it owes, in one', async () => {
    await call('reportMistake', about(ids.result, 'IMPORTANT'));
    const [task] = await rows('select * from task');
    expect(task).toMatchObject({ record_id: ids.adult, kind: 'mistake', item_id: ids.result, actor: 'actor' });
    const id = String(task?.['id']);
    expect(testVault.open(task?.['content'] as Buffer, placeOfTask(id))).toEqual({
      topic: 'IMPORTANT',
      words: 'The date is wrong.',
      source: 'example',
    });
    expect(await rows('select actor, verb, item_id from audit')).toEqual([
      { actor: 'actor', verb: 'report-mistake', item_id: ids.result },
    ]);
    const [owed] = await rows('select id, kind, payload from outbox');
    expect(testVault.open(owed?.['payload'] as Buffer, `outbox/${ids.adult}/${String(owed?.['id'])}`)).toEqual({
      kind: 'for-staff',
      task: id,
    });
  });

  it('K15 twice with one key is one report, and the second answer is the first', async () => {
    const input = { ...about(ids.appointment, 'IMPORTANT'), idempotencyKey: 'the-same-key' };
    const [first, second] = await Promise.all([call('reportMistake', input), call('reportMistake', input)]);
    expect(second).toEqual(first);
    expect(await call('reportMistake', input)).toEqual(first);
    expect(await rows('select count(*)::int from task')).toEqual([{ count: 1 }]);
  });

  it.each([
    ['no words', { words: '  ' }, 'BAD_INPUT', 'words'],
    ['too many words', { words: 'x'.repeat(2001) }, 'BAD_INPUT', 'words'],
    ['an item that is not there', { item: ids.unknown }, 'NOT_FOUND', 'item'],
    ['an item of somebody else', { item: '00000000-0000-4000-8000-000000000031' }, 'NOT_FOUND', 'item'],
    ['no id at all', { item: "' or 1=1" }, 'NOT_FOUND', 'item'],
  ] as const)('K15 is refused for %s', async (_what, input, code, field) => {
    expect(await call('reportMistake', { ...about(undefined, 'IMPORTANT'), ...input })).toEqual(
      refused('reportMistake', code, field),
    );
    expect(await rows('select from task')).toEqual([]);
  });
});

describe('reportItemNotMine', () => {
  const everything = `appointments { totalCount nodes { id } } letters { totalCount nodes { id } } testResults { totalCount nodes { id } }
    dischargeSummaries { totalCount nodes { id } } appointment(id: "${ids.appointment}") { id } letter(id: "${ids.letter}") { id document { url } }
    testResult(id: "${ids.result}") { id } dischargeSummary(id: "${ids.summary}") { id }`;
  const nothing = { totalCount: 0, nodes: [] };

  it('withholds it at once: from lists, counts, by its id, from its document, and from the timeline', async () => {
    const before = (await query(`letter(id: "${ids.letter}") { document { url } }`)) as {
      data: { exampleRecord: { letter: { document: { url: string } } } };
    };
    const link = before.data.exampleRecord.letter.document.url.replace('/documents/example/', '/documents/');
    const open = async () => {
      const response = await fetch(`${trust.url}${link}`, { headers: { authorization: `Bearer ${owner}` } });
      return [response.status, response.headers.get('content-type')];
    };
    expect(await open()).toEqual([200, 'text/plain']);

    expect(await call('reportItemNotMine', { item: ids.letter, words: 'Somebody else’s name is on it.' })).toEqual({
      data: {
        example: {
          reportItemNotMine: {
            report: anOpen({ kind: 'NOT_MINE', item: ids.letter, words: 'Somebody else’s name is on it.' }),
            userErrors: [],
          },
        },
      },
    });
    expect(await open()).toEqual([404, 'application/json; charset=utf-8']);
    for (const item of [ids.appointment, ids.result, ids.summary]) await call('reportItemNotMine', { item });
    expect(await query(`${everything} timelineItems { id } resultPoints { at: __typename }`)).toEqual({
      data: {
        exampleRecord: {
          appointments: nothing,
          letters: nothing,
          testResults: nothing,
          dischargeSummaries: nothing,
          appointment: null,
          letter: null,
          testResult: null,
          dischargeSummary: null,
          timelineItems: [],
          resultPoints: [],
        },
      },
    });
  });

  it('leaves everybody else’s items as they are', async () => {
    await call('reportItemNotMine', { item: ids.letter });
    const other = await mint([{ ...own, record: ids.other }]);
    expect(await query('letters { totalCount }', other, ids.other)).toEqual({
      data: { exampleRecord: { letters: { totalCount: 1 } } },
    });
  });

  it('no statement of the application sees it any more, or brings it back; the item itself is kept for the staff', async () => {
    await call('reportItemNotMine', { item: ids.letter });
    const pool = createPool(database.appUrl, createLog('test', 'silent'), { max: 1, pipeline: true } as object);
    const seen = scopeQueries(pool, [ids.adult], 'correlation', () => 1_000).query<{ id: string }>(
      'select id from item order by id',
      [],
    );
    const left = (await seen.finally(() => pool.end())).map(({ id }) => id);
    expect([left.includes(ids.appointment), left.includes(ids.letter)]).toEqual([true, false]);
    await expect(readRows(database.appUrl, 'delete from withheld')).rejects.toThrow('permission denied');
    expect(await rows('select count(*)::int from item where id = $1', [ids.letter])).toEqual([{ count: 1 }]);
  });

  it('files it for the staff with an audit row', async () => {
    await call('reportItemNotMine', { item: ids.letter });
    const [task] = await rows('select * from task');
    expect(task).toMatchObject({ record_id: ids.adult, kind: 'not-mine', item_id: ids.letter, actor: 'actor' });
    expect(testVault.open(task?.['content'] as Buffer, placeOfTask(String(task?.['id'])))).toEqual({
      source: 'example',
    });
    expect(await rows('select actor, verb, item_id from audit')).toEqual([
      { actor: 'actor', verb: 'report-item-not-mine', item_id: ids.letter },
    ]);
    expect(await rows('select kind from outbox')).toEqual([{ kind: 'for-staff' }]);
  });

  it('twice with one key, or at once with two, is one report', async () => {
    const input = { item: ids.letter, idempotencyKey: 'the-same-key' };
    const first = await call('reportItemNotMine', input);
    expect(await call('reportItemNotMine', input)).toEqual(first);
    expect(await call('reportItemNotMine', { item: ids.letter })).toEqual(
      refused('reportItemNotMine', 'NOT_FOUND', 'item'),
    );
    const both = await Promise.all([1, 2].map(() => call('reportItemNotMine', { item: ids.result })));
    expect(both).toContainEqual(refused('reportItemNotMine', 'NOT_FOUND', 'item'));
    expect(await rows('select count(*)::int from task')).toEqual([{ count: 2 }]);
  });

  it.each([
    ['an item of somebody else', { item: '00000000-0000-4000-8000-000000000031' }, 'NOT_FOUND', 'item'],
    ['too many words', { item: ids.letter, words: 'x'.repeat(2001) }, 'BAD_INPUT', 'words'],
  ] as const)('is refused for %s, and nothing is withheld', async (_what, input, code, field) => {
    expect(await call('reportItemNotMine', input)).toEqual(refused('reportItemNotMine', code, field));
    expect(await rows('select from withheld')).toEqual([]);
  });
});

describe('both verbs', () => {
  const denials = [
    ['a stranger', [{ ...own, record: ids.other }], ids.adult, 'NOT_YOURS', { trust: 'example' }],
    ['a carer', [{ ...own, relation: 'carer' as const }], ids.adult, 'READ_ONLY', { trust: 'example' }],
    ['an expired grant', [{ ...own, until: 1_700_000_000 }], ids.adult, 'GRANT_EXPIRED', { trust: 'example' }],
    ['nobody', undefined, ids.adult, 'UNAUTHENTICATED', {}],
    [
      'somebody too young',
      [{ ...own, record: ids.child }],
      ids.child,
      'AGE_BLOCKED',
      { trust: 'example', rule: 'assumed', minimumAge: 16 },
    ],
  ] as const;
  const inputs = {
    reportMistake: { about: 'IMPORTANT', words: 'Wrong.', item: ids.letter },
    reportItemNotMine: { item: ids.letter },
  };

  it.each(
    denials.flatMap((denial) =>
      (['reportMistake', 'reportItemNotMine'] as const).map((verb) => [verb, ...denial] as const),
    ),
  )('K15 %s is denied to %s', async (verb, _who, grants, record, code, more) => {
    const token = grants ? await mint(grants) : '';
    expect(await call(verb, { ...inputs[verb], record }, token)).toEqual({
      data: { example: { [verb]: null } },
      errors: [{ message: errorRegistry[code].message, path: ['example', verb], extensions: { code, ...more } }],
    });
    expect(await rows('select from task')).toEqual([]);
    expect(await rows('select from withheld')).toEqual([]);
  });
});

describe('reports', () => {
  const list = `reports { totalCount nodes { ${reportFields} } pageInfo { hasNextPage } }`;
  const mistake = { about: 'NOT_URGENT', words: 'Wrong.' };

  it('K15 lists what the patient reported, newest first, with the staff’s answer', async () => {
    const { number } = (await call('reportMistake', mistake)).data.example['reportMistake']?.report ?? { number: '' };
    await rows("update task set created_at = created_at - interval '1 hour'");
    await call('reportItemNotMine', { item: ids.letter });
    const [task] = await rows('select id from task where number = $1', [number]);
    const reply = testVault.seal('Corrected.', placeOfReply(String(task?.['id'])));
    await rows('update task set resolved_at = $2, reply = $3 where number = $1', [number, now, reply]);
    expect(await query(list)).toEqual({
      data: {
        exampleRecord: {
          reports: {
            totalCount: 2,
            nodes: [
              anOpen({ kind: 'NOT_MINE', item: ids.letter }),
              anOpen({
                kind: 'MISTAKE',
                ...mistake,
                createdAt: '2026-06-15T11:00:00.000Z',
                state: 'ANSWERED',
                answeredAt: now,
                reply: 'Corrected.',
              }),
            ],
            pageInfo: { hasNextPage: false },
          },
        },
      },
    });
  });

  it('pages through reports of one moment without losing or repeating one', async () => {
    for (let n = 0; n < 5; n += 1) await call('reportMistake', mistake);
    const seen: string[] = [];
    let after = '';
    do {
      const answer = (await query(
        `reports(first: 2${after && `, after: "${after}"`}) { nodes { number } pageInfo { hasNextPage endCursor } }`,
      )) as Pages;
      const { nodes, pageInfo } = answer.data.exampleRecord.reports;
      seen.push(...nodes.map(({ number }) => number));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : '';
    } while (after);
    expect(seen.sort()).toEqual((await rows('select number from task order by number')).map(({ number }) => number));
  });
  interface Pages {
    data: {
      exampleRecord: {
        reports: { nodes: { number: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      };
    };
  }

  it('holds nothing of another person to whom the same record is linked', async () => {
    await call('reportMistake', mistake);
    const another = await mint([own], { sub: 'another' });
    expect(await query(list, another)).toEqual({
      data: { exampleRecord: { reports: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } } } },
    });
  });

  it('is not shared with a carer', async () => {
    const carer = await mint([{ ...own, relation: 'carer' }]);
    expect(await query(`id ${list}`, carer)).toEqual({
      data: { exampleRecord: { id: ids.adult, reports: null } },
      errors: [
        {
          message: errorRegistry.SECTION_NOT_SHARED.message,
          path: ['exampleRecord', 'reports'],
          extensions: { code: 'SECTION_NOT_SHARED', trust: 'example' },
        },
      ],
    });
  });

  it.each(['first: 0', 'first: 101', 'after: "nonsense"'])('refuses %s', async (args) => {
    expect(await query(`reports(${args}) { totalCount }`)).toMatchObject({
      data: { exampleRecord: { reports: null } },
      errors: [{ path: ['exampleRecord', 'reports'] }],
    });
  });
});
