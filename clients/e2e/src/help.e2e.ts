import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSystem, type System } from './testing/system.ts';

let system: System;
beforeAll(async () => {
  system = await openSystem();
});

const keys = ['kingston', 'st-georges', 'kings-guys', 'west-herts-royal-free', 'southampton', 'derby-burton'];

/** Asked without a session, as somebody asks who cannot get in. */
async function helpAt<Help>(trust: string, selection: string): Promise<Help> {
  const { data, errors } = await system.portal.ask(`{ help(trust: "${trust}") { ${selection} } }`);
  expect(errors).toBeUndefined();
  const [help] = (data as { help: Help[] }).help;
  if (!help) throw new Error(`no help at ${trust}`);
  return help;
}

it('K3 M11 tells everybody at every trust where an NHS number is, and that this is not for emergencies', async () => {
  const { data, errors } = await system.portal.ask(
    '{ help { trust { key } emergencies { words rule } nhsNumber { words url rule } } }',
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    help: keys.map((key) => ({
      trust: { key },
      emergencies: { words: expect.stringMatching(/999.*accident and emergency/), rule: 'M11' },
      nhsNumber: {
        words: expect.stringContaining('10 digits'),
        url: 'https://www.nhs.uk/nhs-services/online-services/find-nhs-number/',
        rule: 'K3',
      },
    })),
  });
});

it('K4 K5 tells at Kingston of the fault, what to do, and that the form is the fastest way', async () => {
  expect(
    await helpAt(
      'kingston',
      'notices { topic words advice } route(topic: TECHNICAL) { to words contact { name } rule }',
    ),
  ).toEqual({
    notices: [
      {
        topic: 'TECHNICAL',
        words: expect.stringContaining('Codes by text'),
        advice: [expect.stringContaining('Restart'), expect.any(String), expect.stringContaining('form')],
      },
    ],
    route: { to: 'FORM', words: expect.stringContaining('fastest way'), contact: null, rule: 'K5' },
  });
});

it('K18 sends at Kingston to the most recent appointment letter, and then to the booking team on it', async () => {
  expect(
    await helpAt('kingston', 'appointmentQuestions { words rule } route(topic: APPOINTMENTS) { to rule }'),
  ).toEqual({
    appointmentQuestions: {
      words: expect.stringMatching(/most recent appointment letter in full.*made the booking/),
      rule: 'K18',
    },
    route: { to: 'BOOKING_TEAM', rule: 'K18' },
  });
});

it('M1 M2 M3 explains at King’s and Guy’s what is held and that it is not all', async () => {
  const { about } = await helpAt<{ about: { topic: string; words: string; url: string | null; rule: string }[] }>(
    'kings-guys',
    'about { topic words url rule }',
  );
  expect(about.map(({ topic, rule }) => `${rule} ${topic}`)).toEqual(
    expect.arrayContaining(['M1 SECURITY', 'M1 WHAT_IS_HELD', 'M1 USE', 'M2 NOT_THE_FULL_RECORD', 'M3 GP_AND_DENTIST']),
  );
  expect(about.find(({ topic }) => topic === 'USE')?.url).toMatch(/^https:/);
});

it('M10 D19 gives the desks’ numbers and hours, and whether they answer now', async () => {
  const selection = 'contacts { phone email hours { days opens closes outside } open opensNext }';
  const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
  type Desk = { open: boolean; opensNext: string | null };
  for (const [trust, phone, closes, outside] of [
    ['kings-guys', '+442032994618', '17:00', expect.stringContaining('message')],
    ['derby-burton', '+441332783474', '16:00', null],
  ] as const) {
    const { contacts } = await helpAt<{ contacts: [Desk] }>(trust, selection);
    const hours = { days: weekdays, opens: '09:00', closes, outside };
    expect(contacts).toEqual([
      { phone, email: null, hours, open: expect.any(Boolean), opensNext: contacts[0].open ? null : expect.any(String) },
    ]);
  }
});

it('D6 D16 says at Derby and Burton how data is kept, and that it is free', async () => {
  expect(
    await helpAt(
      'derby-burton',
      'security: about(topic: SECURITY) { words rule } cost: about(topic: COST) { words rule }',
    ),
  ).toEqual({
    security: [{ words: expect.stringMatching(/GDPR.*encrypted/), rule: 'D6' }],
    cost: [{ words: expect.stringContaining('nothing'), rule: 'D16' }],
  });
});

it('D19 says that the supplier’s address is not known, and makes none up', async () => {
  const { route } = await helpAt<{ route: { words: string } }>(
    'derby-burton',
    'route(topic: TECHNICAL) { to words rule }',
  );
  expect(route).toEqual({
    to: 'FORM',
    words: expect.stringContaining('whose address the hospital has not given us'),
    rule: 'D19',
  });
  expect(route.words).not.toContain('@');
});

describe('articles', () => {
  it('D3 has a library at Derby and Burton, by topic and by word', async () => {
    const found = await helpAt<{ asthma: { nodes: { topic: string }[] }; search: { nodes: { title: string }[] } }>(
      'derby-burton',
      'asthma: articles(kind: LIBRARY, topic: "Asthma") { nodes { topic } } search: articles(kind: LIBRARY, search: "inhalers") { nodes { title } }',
    );
    expect(new Set(found.asthma.nodes.map(({ topic }) => topic))).toEqual(new Set(['Asthma']));
    expect(found.search.nodes[0]?.title).toBe('Living well with asthma');
  });

  it('D3 says where there is no library', async () => {
    expect(
      await helpAt('kingston', 'articles(kind: LIBRARY) { totalCount } articleKinds { kind state words }'),
    ).toEqual({
      articles: null,
      articleKinds: expect.arrayContaining([
        { kind: 'LIBRARY', state: 'NOT_OFFERED', words: expect.stringContaining('no library') },
      ]),
    });
  });

  it('W14 has a help centre at West Hertfordshire, and a form for technical faults', async () => {
    const help = await helpAt<{ articles: { totalCount: number }; route: object }>(
      'west-herts-royal-free',
      'articles(kind: HELP_CENTRE) { totalCount } route(topic: TECHNICAL) { to rule }',
    );
    expect(help.articles.totalCount).toBeGreaterThan(0);
    expect(help.route).toEqual({ to: 'FORM', rule: 'W14' });
  });

  it('U1 U11 has a FAQ and three guides at Southampton to download, for phone and computer', async () => {
    const { about, articles } = await helpAt<{
      about: object[];
      articles: { nodes: { id: string; document: { url: string; contentType: string } }[] };
    }>(
      'southampton',
      'about(topic: USE) { words rule } articles(kind: GUIDES) { nodes { id document { url contentType } } }',
    );
    expect(about).toEqual([{ words: expect.stringMatching(/phone or a computer/), rule: 'U1' }]);
    expect(articles.nodes).toHaveLength(4);
    for (const { id, document } of articles.nodes) {
      expect(document).toEqual({ url: `/articles/southampton/${id}.pdf`, contentType: 'application/pdf' });
      const response = await fetch(`${system.urls.gateway}${document.url}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect(
        Buffer.from(await response.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
    }
  });
});

describe('K5 W14 D19 a question to the trust', () => {
  it('is asked without signing in, and followed by its number and key', async () => {
    const mutation = `mutation ($input: AskForHelpInput!) { kingston { askForHelp(input: $input) {
      number followKey route { to } userErrors { code } } } }`;
    const input = {
      topic: 'TECHNICAL',
      words: 'The code does not arrive.',
      replyTo: '07700 900123',
      idempotencyKey: randomUUID(),
    };
    const { data } = await system.portal.ask(mutation, { variables: { input } });
    const { askForHelp } = (data as { kingston: { askForHelp: { number: string; followKey: string } } }).kingston;
    expect(askForHelp).toEqual({
      number: expect.any(String),
      followKey: expect.any(String),
      route: { to: 'FORM' },
      userErrors: [],
    });
    const follow = await system.portal.ask(
      'query ($number: ID!, $followKey: String!) { help(trust: "kingston") { ... on KingstonHelp { supportRequest(number: $number, followKey: $followKey) { number topic state } } } }',
      { variables: { number: askForHelp.number, followKey: askForHelp.followKey } },
    );
    expect(follow.data).toEqual({
      help: [{ supportRequest: { number: askForHelp.number, topic: 'TECHNICAL', state: 'OPEN' } }],
    });
  });

  it('is asked by a patient about their record, and followed there', async () => {
    const session = await system.signIn('four-trusts');
    const { data: found } = await system.portal.ask('{ me { records { id trust { key } } } }', { session });
    const { records } = (found as { me: { records: { id: string; trust: { key: string } }[] } }).me;
    const record = records.find(({ trust }) => trust.key === 'kingston')?.id;
    const input = { record, topic: 'RECORD', words: 'Where is my letter?', idempotencyKey: randomUUID() };
    const { data } = await system.portal.ask(
      'mutation ($input: RequestSupportInput!) { kingston { requestSupport(input: $input) { request { number state } userErrors { code } } } }',
      { session, variables: { input } },
    );
    const { requestSupport } = (data as { kingston: { requestSupport: { request: { number: string } } } }).kingston;
    expect(requestSupport).toEqual({ request: { number: expect.any(String), state: 'OPEN' }, userErrors: [] });
    const { data: listed } = await system.portal.ask(
      '{ me { records { ... on KingstonRecord { supportRequests(first: 1) { nodes { number words } } } } } }',
      { session },
    );
    expect(JSON.stringify(listed)).toContain(requestSupport.request.number);
  });
});
