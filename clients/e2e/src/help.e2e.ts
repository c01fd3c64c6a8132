import { randomUUID } from 'node:crypto';
import { trusts } from '@crosstrust/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSystem, type System } from './testing/system.ts';

let system: System;
beforeAll(async () => {
  system = await openSystem();
});

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
    help: trusts.map(({ key }) => ({
      trust: { key },
      emergencies: {
        words:
          'Not for emergencies or urgent problems. Call 999 or go to the nearest accident and emergency department (A and E). For urgent advice call 111.',
        rule: 'M11',
      },
      nhsNumber: {
        words:
          'Your NHS number has 10 digits. It is on letters from the NHS and in the NHS App, or find it on the NHS website.',
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
    route: {
      to: 'FORM',
      words:
        'Technical problems: our online form is the fastest way. Staff in a hospital department will probably not be able to solve them.',
      contact: null,
      rule: 'K5',
    },
  });
});

it('K18 sends at Kingston to the most recent appointment letter, and then to the booking team on it', async () => {
  expect(
    await helpAt('kingston', 'appointmentQuestions { words rule } route(topic: APPOINTMENTS) { to rule }'),
  ).toEqual({
    appointmentQuestions: {
      words:
        'Read your most recent appointment letter in full: it says what type of appointment you have and what to do. If it is unclear, contact the team that made the booking, with the details on the letter.',
      rule: 'K18',
    },
    route: { to: 'BOOKING_TEAM', rule: 'K18' },
  });
});

it('M1 M2 M3 M8 explains at King’s and Guy’s what is held and that it is not all', async () => {
  const { about } = await helpAt<{ about: object[] }>('kings-guys', 'about { topic words url rule }');
  expect(about).toEqual(
    [
      ['M1', 'SECURITY', 'Great care is taken to keep your health information secure.'],
      [
        'M1',
        'WHAT_IS_HELD',
        'This shows some health information that King’s and Guy’s and St Thomas’ hold to give you the best possible care.',
      ],
      [
        'M1',
        'USE',
        'Read more about your health record, what is collected and what it is used for.',
        'https://www.kch.nhs.uk/',
      ],
      ['M2', 'NOT_THE_FULL_RECORD', 'This shows some of what the hospitals hold. It is not your full health record.'],
      ['M3', 'GP_AND_DENTIST', 'What your GP or dentist holds does not show, unless it was shared with the hospitals.'],
      ['M8', 'SHARING', 'Be careful with whom you share your health record.'],
    ].map(([rule, topic, words, url = null]) => ({ topic, words, url, rule })),
  );
});

it('M10 D19 gives the desks’ numbers and hours, and whether they answer now', async () => {
  const selection = 'contacts { phone email hours { days opens closes outside } open opensNext }';
  const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
  type Desk = { open: boolean; opensNext: string | null };
  for (const [trust, phone, closes, outside] of [
    ['kings-guys', '+442032994618', '17:00', 'Leave a message and somebody will call you back.'],
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
    security: [
      {
        words:
          'The portal meets NHS requirements and GDPR. Only the minimum needed to verify you is uploaded, and everything stored is encrypted.',
        rule: 'D6',
      },
    ],
    cost: [
      {
        words: 'It costs you nothing: the trust pays for it from what it saves on paper and postage.',
        rule: 'D16',
      },
    ],
  });
});

it('D19 says that the supplier’s address is not known, and makes none up', async () => {
  const { route } = await helpAt<{ route: { words: string } }>(
    'derby-burton',
    'route(topic: TECHNICAL) { to words rule }',
  );
  expect(route).toEqual({
    to: 'FORM',
    words:
      'Technical problems go to the portal’s supplier by email, whose address the hospital has not given us. Send them with our form and we pass them on.',
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
    expect(about).toEqual([
      { words: 'View and manage your coming appointments on a phone or a computer.', rule: 'U1' },
    ]);
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
