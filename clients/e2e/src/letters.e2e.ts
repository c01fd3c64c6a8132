import { errorRegistry } from '@crosstrust/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Actor, openActor } from './testing/actor.ts';
import { openSystem, type System } from './testing/system.ts';

const trust = 'kingston';

interface Letter {
  id: string;
  title: string;
  writtenAt: string;
  text: string | null;
  document: { url: string; contentType: string; size: number | null };
}
interface List<Node> {
  totalCount: number;
  nodes: Node[];
}

let system: System;
let patient: Actor;
beforeAll(async () => {
  system = await openSystem();
  patient = await openActor(system, 'twin-one', trust);
});

const letterFields = 'id title writtenAt text document { url contentType size }';
const listLetters = async <Node = Letter>(args = 'first: 100', fields = letterFields): Promise<List<Node>> =>
  (await patient.read<{ letters: List<Node> }>(`letters(${args}) { totalCount nodes { ${fields} } }`)).letters;
const letterLike = async (title: RegExp): Promise<Letter> =>
  (await listLetters()).nodes.find((letter) => title.test(letter.title)) ?? expect.fail(`no letter ${title}`);

/** What a link gives in a session; nobody's, where none is given. */
async function openDocument(url: string, session?: string) {
  const headers = session ? { authorization: `Bearer ${session}` } : {};
  const response = await fetch(`${system.urls.gateway}${url}`, { headers });
  const body = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    kept: response.headers.get('cache-control'),
    body,
  };
}

it('K7 tells of each letter who wrote it, in which department, when and about what', async () => {
  const changed = await letterLike(/^Changed: your/);
  const fields = `kind title department author enclosures byPost postWords status source { key }`;
  const specialty = changed.title.replace(/^Changed: your (.*) appointment$/, '$1');
  const { letter } = await patient.read<{ letter: object }>(`letter(id: "${changed.id}") { ${fields} }`);
  expect(letter).toEqual({
    kind: 'APPOINTMENT',
    title: changed.title,
    department: specialty,
    author: expect.stringMatching(/^Dr \w+ \w+$/),
    enclosures: [],
    byPost: false,
    postWords: null,
    status: 'FINAL',
    source: { key: 'kingston' },
  });
  const { given, family } = system.person('twin-one');
  expect(changed.text).toContain(`Your appointment: ${specialty}\n\nDear ${given} ${family},`);
});

describe('reading', () => {
  const reading = 'reading { state seenAt readAt }';
  const mark = (letters: string[], as: 'SEEN' | 'READ') =>
    patient.act(
      'markLetters',
      { letters, as },
      `letters { id ${reading} } dischargeSummaries { id ${reading} } userErrors { code field }`,
    );
  type Read = { id: string; reading: { state: string; seenAt: string | null; readAt: string | null } };

  it('K7 of a letter goes from unread to seen to read, keeps its first times, and is kept for the next visit', async () => {
    const all = await listLetters<Read>('first: 100', `id ${reading}`);
    const { id } = all.nodes.find((letter) => letter.reading.state === 'UNREAD') ?? expect.fail('all are read');
    const states = async (session?: string) => {
      const query = `{ kingstonRecord(id: "${patient.record}") { letter(id: "${id}") { ${reading} } } }`;
      const { data } = await system.portal.ask(query, { session: session ?? patient.session });
      return (data as { kingstonRecord: { letter: Read } }).kingstonRecord.letter.reading;
    };
    const answer = (of: object) => ({ letters: [{ id, reading: of }], dischargeSummaries: [], userErrors: [] });
    expect(await states()).toEqual({ state: 'UNREAD', seenAt: null, readAt: null });
    const unread = (await listLetters('first: 100, reading: [UNREAD]', 'id')).totalCount;

    const seen = { state: 'SEEN', seenAt: expect.any(String), readAt: null };
    expect(await mark([id], 'SEEN')).toEqual(answer(seen));
    const { seenAt } = await states();
    expect(await mark([id], 'READ')).toEqual(answer({ state: 'READ', seenAt, readAt: expect.any(String) }));
    const read = await states();
    expect(await mark([id], 'SEEN')).toEqual(answer(read));
    expect(await mark([id], 'READ')).toEqual(answer(read));

    expect((await listLetters('first: 100, reading: [UNREAD]', 'id')).totalCount).toBe(unread - 1);
    expect((await listLetters<Read>('first: 100, reading: [READ]', 'id')).nodes).toContainEqual({ id });
    const { email, birthDate } = system.person('twin-one');
    expect(await states(await system.portal.signIn({ email }, birthDate, system.inbox))).toEqual(read);
  });

  it('K7 of a discharge summary is noted in the same way', async () => {
    const { dischargeSummaries } = await patient.read<{ dischargeSummaries: List<{ id: string }> }>(
      'dischargeSummaries { totalCount nodes { id } }',
    );
    const [{ id } = expect.fail('no summary')] = dischargeSummaries.nodes;
    expect(await mark([id], 'READ')).toEqual({
      letters: [],
      dischargeSummaries: [{ id, reading: { state: 'READ', seenAt: expect.any(String), readAt: expect.any(String) } }],
      userErrors: [],
    });
  });

  it('K7 is noted for letters of one’s own record alone', async () => {
    const refused = (code: string) => ({
      letters: [],
      dischargeSummaries: [],
      userErrors: [{ code, field: 'letters' }],
    });
    expect(await mark([], 'READ')).toEqual(refused('BAD_INPUT'));
    expect(await mark([patient.record], 'READ')).toEqual(refused('NOT_FOUND'));
    const stranger = await openActor(system, 'twin-two', trust);
    const letters = [(await letterLike(/./)).id];
    const others = { record: patient.record, letters, as: 'READ' };
    expect(await stranger.send('markLetters', others, 'userErrors { code }')).toEqual({
      data: { kingston: { markLetters: null } },
      errors: [
        {
          message: errorRegistry.NOT_YOURS.message,
          path: ['kingston', 'markLetters'],
          extensions: { code: 'NOT_YOURS', trust },
        },
      ],
    });
    expect(
      await stranger.act(
        'markLetters',
        { letters, as: 'READ' },
        'letters { id } dischargeSummaries { id } userErrors { code field }',
      ),
    ).toEqual(refused('NOT_FOUND'));
  });
});

describe('a letter that another replaced', () => {
  it('K7 is in no list and folded whole under its successor', async () => {
    interface Successor extends Letter {
      supersedes: (Letter & { status: string })[];
    }
    const { nodes, totalCount } = await listLetters<Successor>(
      'first: 100',
      `${letterFields} supersedes { status ${letterFields} }`,
    );
    const successors = nodes.filter(({ supersedes }) => supersedes.length > 0);
    const [successor = expect.fail('none was replaced')] = successors;
    const [before = expect.fail('nothing below')] = successor.supersedes;
    expect([successors.length, successor.supersedes.length, nodes.length]).toEqual([1, 1, totalCount]);
    expect(nodes.map(({ id }) => id)).not.toContain(before.id);
    expect([before.status, before.title]).toEqual(['SUPERSEDED', successor.title.replace('Changed: your', 'Your')]);
    expect(before.writtenAt < successor.writtenAt).toBe(true);
    expect(before.text).toContain(before.title.replace(/^Your (.*) appointment$/, 'Your appointment: $1'));
    expect(await patient.read(`letter(id: "${before.id}") { id }`)).toEqual({ letter: null });
    expect((await openDocument(before.document.url, patient.session)).status).toBe(200);
  });

  it('K18 is not the one that a visit points to, but the most recent, with the team that booked it', async () => {
    const changed = await letterLike(/^Changed: your/);
    const specialty = changed.title.replace(/^Changed: your (.*) appointment$/, '$1');
    const visit = await patient.pick({ specialty, status: 'BOOKED' });
    expect(await patient.see(visit, 'questions { words letter { id title } contact { name phone email } }')).toEqual({
      questions: {
        words:
          'Read your most recent appointment letter in full: it says what type of appointment you have and what to do. If it is unclear, contact the team that made the booking, with the details on the letter.',
        letter: { id: changed.id, title: changed.title },
        contact: {
          name: `${specialty} clinic`,
          phone: '020 7946 0101',
          email: expect.stringMatching(/^[a-z-]+@kingston\.example\.org$/),
        },
      },
    });
    expect(changed.text).toContain(`tell the booking team as soon as you can: 020 7946 0101.`);
  });
});

describe('a letter that came as text', () => {
  it('K7 is a PDF that screen readers can follow, under the session that asked for it', async () => {
    const { document } = await letterLike(/^Changed: your/);
    expect(document).toEqual({
      url: expect.stringMatching(/^\/documents\/kingston\/[\w.-]+$/),
      contentType: 'application/pdf',
      size: null,
    });
    const { status, type, kept, body } = await openDocument(document.url, patient.session);
    expect([status, type, kept]).toEqual([200, 'application/pdf', 'no-store']);
    const pdf = body.toString('latin1');
    for (const mark of [
      /^%PDF-1\.7/,
      /\/Marked true/,
      /\/StructTreeRoot /,
      /\/Lang \(en-GB\)/,
      /\/DisplayDocTitle true/,
    ])
      expect(pdf).toMatch(mark);
  });

  it('K7 opens for nobody else, and for nobody once its owner has signed out', async () => {
    const { email, birthDate } = system.person('twin-one');
    const session = await system.portal.signIn({ email }, birthDate, system.inbox);
    const { data } = await system.portal.ask(
      `{ kingstonRecord(id: "${patient.record}") { letters(first: 1) { nodes { document { url } } } } }`,
      { session },
    );
    const { letters } = (data as { kingstonRecord: { letters: List<Letter> } }).kingstonRecord;
    const url = letters.nodes[0]?.document.url ?? expect.fail('no document');
    const refusal = async (by?: string) => {
      const { status, body } = await openDocument(url, by);
      const { errors } = JSON.parse(body.toString()) as { errors: { extensions: { code: string } }[] };
      return [status, errors.map(({ extensions }) => extensions.code)];
    };
    expect((await openDocument(url, session)).status).toBe(200);
    expect(await refusal(await system.signIn('twin-two'))).toEqual([404, ['LINK_EXPIRED']]);
    expect(await refusal()).toEqual([401, ['UNAUTHENTICATED']]);
    await system.portal.signOut(session);
    expect(await refusal(session)).toEqual([401, ['SESSION_ENDED']]);
  });
});
