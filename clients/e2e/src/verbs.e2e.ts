import { randomUUID } from 'node:crypto';
import { errorRegistry } from '@crosstrust/contract';
import { beforeAll, expect, it } from 'vitest';
import { openSystem, type System } from './testing/system.ts';
import { typePrefixOf, type Verb, verbNames, verbs, verbsFieldOf } from './testing/verbs.ts';

/** The verbs on appointments that the portals' own FAQs promise: these and no others. */
const offered: Readonly<Record<string, readonly Verb[]>> = {
  kingston: [],
  'st-georges': [],
  'kings-guys': [],
  'west-herts-royal-free': ['rescheduleAppointment', 'cancelAppointment'],
  southampton: ['acceptAppointment', 'requestRebooking', 'requestCancellation'],
  'derby-burton': [],
};

let system: System;
beforeAll(async () => {
  system = await openSystem();
});

const cases = Object.entries(offered).flatMap(([trust, its]) =>
  verbNames.map((verb) => ({ trust, verb, offers: its.includes(verb) ? 'offers' : 'does not offer' }) as const),
);

it.each(cases)('W8 W10 U2 U9 $trust $offers $verb', async ({ trust, verb, offers }) => {
  const [own, field, { preview }] = [typePrefixOf(trust), verbsFieldOf(trust), verbs[verb]];
  const slot = verb === 'rescheduleAppointment' ? `, slot: "${randomUUID()}"` : '';
  const input = `{ record: "${randomUUID()}", appointment: "${randomUUID()}", preview: "", idempotencyKey: "${randomUUID()}"${slot} }`;
  const answers = [
    await system.portal.ask(`mutation { ${field} { ${verb}(input: ${input}) { userErrors { code } } } }`),
    await system.portal.ask(
      `{ me { records { ... on ${own}Record { appointments { nodes { ... on ${own}Appointment { ${preview} { possible } } } } } } } }`,
    ),
  ];
  // nobody is signed in: what is offered asks for that, and what is not offered is not in the schema
  expect(answers).toEqual(
    offers === 'offers'
      ? [
          { data: { [field]: { [verb]: null } }, errors: [signInFirst([field, verb], { trust })] },
          { data: { me: null }, errors: [signInFirst(['me'])] },
        ]
      : [noSuchField(verb, `${own}Mutations`), noSuchField(preview, `${own}Appointment`)],
  );
});

const signInFirst = (path: string[], more: object = {}) => ({
  message: errorRegistry.UNAUTHENTICATED.message,
  path,
  extensions: { code: 'UNAUTHENTICATED', ...more },
});
const noSuchField = (field: string, type: string) => ({
  errors: [
    expect.objectContaining({
      message: expect.stringMatching(`^Cannot query field "${field}" on type "${type}"`),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    }),
  ],
});
