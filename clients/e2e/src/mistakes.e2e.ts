import { errorRegistry } from '@crosstrust/contract';
import { beforeAll, expect, it } from 'vitest';
import { openActor } from './testing/actor.ts';
import { openPatient } from './testing/patient.ts';
import { openSystem, type System } from './testing/system.ts';

let system: System;
beforeAll(async () => {
  system = await openSystem();
});

const selection = `report { number kind about item words state reply }
  route { to words rule source { key } contact { name phone } } userErrors { code field }`;
const words = 'This is not how it was.';

/** Somebody who is a patient of all six, at one of them. */
const openAt = (trust: string) => openActor(system, 'six-trusts', trust);

const careTeam = { to: 'CARE_TEAM', words: 'Contact your care team now.', rule: 'assumed' };
const nextVisit = {
  to: 'NEXT_VISIT',
  words: 'Tell your clinician at your next visit, who can correct it.',
  rule: 'assumed',
};
const practice = { to: 'GP_PRACTICE', words: 'Tell your GP practice or the hospital’s reception.', rule: 'assumed' };
const kingston = {
  IMPORTANT: { to: 'CARE_TEAM', words: 'This is important: contact your care team now.' },
  NOT_URGENT: {
    to: 'NEXT_VISIT',
    words: 'Raise it the next time you visit the hospital, so that your clinician can correct it.',
  },
  PERSONAL_DETAILS: {
    to: 'GP_PRACTICE',
    words: 'Check with your GP practice or the hospital department that your details are up to date.',
  },
};
const desk = (name: string, phone: string) => ({ name, phone });

/** By trust: whose the record is to correct, whom to call about something important, and where each kind goes. */
const table = [
  [
    'K15',
    'kingston',
    'kingston',
    desk('Kingston Hospital switchboard', '+442085467711'),
    {
      IMPORTANT: { ...kingston.IMPORTANT, rule: 'K15' },
      NOT_URGENT: { ...kingston.NOT_URGENT, rule: 'K15' },
      PERSONAL_DETAILS: { ...kingston.PERSONAL_DETAILS, rule: 'K6' },
    },
  ],
  [
    'K15 (assumed)',
    'st-georges',
    'st-georges',
    desk('St George’s switchboard', '+442086721255'),
    {
      IMPORTANT: { ...kingston.IMPORTANT, rule: 'assumed' },
      NOT_URGENT: { ...kingston.NOT_URGENT, rule: 'assumed' },
      PERSONAL_DETAILS: { ...kingston.PERSONAL_DETAILS, rule: 'assumed' },
    },
  ],
  [
    'M10',
    'kings-guys',
    null,
    desk('Patient helpdesk', '+442032994618'),
    { IMPORTANT: careTeam, NOT_URGENT: nextVisit, PERSONAL_DETAILS: practice },
  ],
  [
    'W13',
    'west-herts-royal-free',
    null,
    null,
    { IMPORTANT: careTeam, NOT_URGENT: nextVisit, PERSONAL_DETAILS: practice },
  ],
  [
    'assumed',
    'southampton',
    'southampton',
    desk('Southampton General Hospital switchboard', '+442380777222'),
    { IMPORTANT: careTeam, NOT_URGENT: nextVisit, PERSONAL_DETAILS: practice },
  ],
  [
    'D15 D19',
    'derby-burton',
    'derby-burton',
    desk('Portal enquiries team', '+441332783474'),
    {
      IMPORTANT: careTeam,
      NOT_URGENT: { ...nextVisit, words: 'Tell your clinician at your next visit.' },
      PERSONAL_DETAILS: {
        to: 'GP_PRACTICE',
        words:
          'Your GP practice has to change it: personal details can only be changed at the source. They are updated here when you are next booked an appointment.',
        rule: 'D15',
      },
    },
  ],
] as const;

it.each(table)(
  '%s a mistake in the record at %s goes where the trust says',
  async (_rows, trust, source, contact, routes) => {
    const { act } = await openAt(trust);
    for (const [about, route] of Object.entries(routes))
      expect(await act('reportMistake', { about, words }, selection)).toEqual({
        report: { number: expect.any(String), kind: 'MISTAKE', about, item: null, words, state: 'OPEN', reply: null },
        route: { ...route, source: source && { key: source }, contact: about === 'IMPORTANT' ? contact : null },
        userErrors: [],
      });
  },
);

it('K15 sends an important mistake in a visit to the team that booked it, and keeps it for the patient to follow', async () => {
  const { act, pick, read } = await openAt('kingston');
  const { id: item } = await pick({ specialty: 'Cardiology', status: 'BOOKED' });
  interface Reported {
    report: { number: string };
  }
  const answer = await act<Reported>('reportMistake', { about: 'IMPORTANT', item, words }, selection);
  expect(answer).toEqual({
    report: {
      number: expect.stringMatching(/^\w{3}-\w{3}-\w{3}$/),
      kind: 'MISTAKE',
      about: 'IMPORTANT',
      item,
      words,
      state: 'OPEN',
      reply: null,
    },
    route: {
      ...kingston.IMPORTANT,
      rule: 'K15',
      source: { key: 'kingston' },
      contact: { name: 'Cardiology clinic', phone: '020 7946 0101' },
    },
    userErrors: [],
  });
  expect(await read('reports(first: 1) { nodes { number kind about item words state reply } }')).toEqual({
    reports: { nodes: [answer.report] },
  });
});

it('W13 sends a mistake in Royal Free’s letter to Royal Free', async () => {
  const { act, read } = await openAt('west-herts-royal-free');
  const { letters } = await read<{ letters: { nodes: { id: string; source: { key: string } }[] } }>(
    'letters(first: 100) { nodes { id source { key } } }',
  );
  const item = letters.nodes.find(({ source }) => source.key === 'royal-free')?.id;
  expect(await act('reportMistake', { about: 'IMPORTANT', item, words }, selection)).toMatchObject({
    report: { item },
    route: {
      ...careTeam,
      source: { key: 'royal-free' },
      contact: desk('Royal Free London switchboard', '+442037582000'),
    },
    userErrors: [],
  });
});

it('K15 refuses a report without words, or about what is not in the record, and one about another’s record', async () => {
  const { act, send, record } = await openAt('kingston');
  const refused = (code: string, field: string) => ({ report: null, route: null, userErrors: [{ code, field }] });
  expect(await act('reportMistake', { about: 'IMPORTANT', words: ' ' }, selection)).toEqual(
    refused('BAD_INPUT', 'words'),
  );
  expect(await act('reportMistake', { about: 'IMPORTANT', words, item: record }, selection)).toEqual(
    refused('NOT_FOUND', 'item'),
  );
  const other = await openPatient(system, 'twin-one', 'kingston');
  expect(await send('reportMistake', { about: 'IMPORTANT', words, record: other.record }, selection)).toEqual({
    data: { kingston: { reportMistake: null } },
    errors: [
      {
        message: errorRegistry.NOT_YOURS.message,
        path: ['kingston', 'reportMistake'],
        extensions: { code: 'NOT_YOURS', trust: 'kingston' },
      },
    ],
  });
});
