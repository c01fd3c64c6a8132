import { randomUUID } from 'node:crypto';
import { errorRegistry } from '@crosstrust/contract';
import type { Person } from '@crosstrust/stack';
import { internationalOf } from '@crosstrust/stack';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { admit, nhsNumberOf } from './testing/admit.ts';
import { type SecondGateway, startSecondGateway } from './testing/second-gateway.ts';
import { openSystem, type System } from './testing/system.ts';

// each invitation of the staff's is a program of its own
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const westHerts = 'west-herts-royal-free';
const derby = 'derby-burton';

let system: System;
let second: SecondGateway;
const people = {} as Record<'followsText' | 'ignoresText' | 'hasNothing' | 'hasLetter' | 'isCaredFor', Person>;
beforeAll(async () => {
  system = await openSystem();
  second = await startSecondGateway(system.urls);
  const make = (n: number, key: string, trust: string, record: Person['record']): Person => ({
    ...system.person('nothing-yet'),
    key,
    nhsNumber: nhsNumberOf(40 + n),
    birthDate: `196${n}-03-0${n + 1}`,
    mobile: `07700 90086${n}`,
    email: `${key}@example.net`,
    trusts: [trust],
    record,
  });
  Object.assign(people, {
    followsText: make(0, 'follows-text', westHerts, 'full'),
    ignoresText: make(1, 'ignores-text', westHerts, 'full'),
    hasNothing: make(2, 'has-nothing', 'kingston', 'empty'),
    hasLetter: make(3, 'has-letter', derby, 'full'),
    isCaredFor: make(4, 'is-cared-for', derby, 'full'),
  });
  for (const trust of [westHerts, 'kingston', derby])
    await admit(
      system,
      trust,
      Object.values(people).filter(({ trusts }) => trusts.includes(trust)),
    );
});

afterAll(() => second.stop());

const mutation = `mutation ($input: OpenAccountInput!) { openAccount(input: $input) { challenge expiresAt userErrors { code message field } } }`;
const detailsOf = ({ trusts: [trust], nhsNumber, birthDate, mobile, email }: Person) => ({
  trust,
  nhsNumber,
  birthDate,
  mobile,
  email,
});
const open = (input: object, portal = system.portal) =>
  portal.ask(mutation, { variables: { input: { ...input, idempotencyKey: randomUUID() } } });
const refusedWith = (code: keyof typeof errorRegistry, field: string | null = null) => ({
  data: {
    openAccount: {
      challenge: null,
      expiresAt: null,
      userErrors: [{ code, message: errorRegistry[code].message, field }],
    },
  },
});

/** Registers with what is given, and signs in with the code that went to the mobile. */
async function register(person: Person, more: object): Promise<string> {
  const since = new Date();
  const { data } = await open({ ...detailsOf(person), ...more });
  const { challenge, userErrors } = (data as { openAccount: { challenge: string; userErrors: { code: string }[] } })
    .openAccount;
  if (userErrors[0]) throw new Error(userErrors[0].code);
  const code = await system.inbox.waitForCode(internationalOf(person.mobile), since);
  const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { session userErrors { code } } }';
  const variables = { input: { challenge, code, delivery: 'BEARER' } };
  const answer = await system.portal.ask(signIn, { variables });
  return (answer.data as { signIn: { session: string } }).signIn.session;
}

interface Invited {
  readonly record: string;
  readonly invitation: string;
  readonly link: string;
  readonly codes: [string, string];
  readonly until: string;
}
const invite = async ({ trusts: [trust = ''], nhsNumber }: Person): Promise<Invited> =>
  JSON.parse(await system.tool('staff', ['--trust', trust, 'invite', nhsNumber, '--json'])) as Invited;
/** The rows of a record in a trust's database, by their table. */
const rowsOf = async (trust: string, record: string, table: string) => {
  const rows = (await system.dump())[trust.replaceAll('-', '_')] ?? expect.fail(`no database of ${trust}`);
  return rows.flatMap((dumped) =>
    dumped.table === table && dumped.row.includes(record) ? [JSON.parse(dumped.row) as Record<string, unknown>] : [],
  );
};

describe('by the link of a text', () => {
  it('W1 W3 the text is owed by itself once an appointment is booked; who ignores it has no login', async () => {
    const { record } = await invite(people.ignoresText);
    expect(await rowsOf(westHerts, record, 'outbox')).toEqual([expect.objectContaining({ kind: 'invitation' })]);
    expect((await rowsOf(westHerts, record, 'invitation')).map(({ made_by }) => made_by).toSorted()).toEqual([
      'booking',
      'staff',
    ]);
    for (const table of ['registration', 'preference']) expect(await rowsOf(westHerts, record, table)).toEqual([]);
  });

  it('K2 W6 registers without an NHS number, with paperless chosen; afterwards the link opens nothing', async () => {
    const person = people.followsText;
    const { nhsNumber: _number, ...details } = detailsOf(person);
    const { invitation, link, record, until } = await invite(person);
    expect(new URL(link).hash).toBe(`#${westHerts}/${invitation}`);
    expect(Date.parse(until) - Date.now()).toBeGreaterThan(27 * 24 * 60 * 60_000);
    expect(await open({ ...details, invitation: 'unknown' })).toEqual(refusedWith('INVITATION_INVALID'));
    const { trust: _trust, ...others } = detailsOf(people.ignoresText);
    expect(await open({ ...detailsOf(person), ...others, invitation })).toEqual(refusedWith('DETAILS_DO_NOT_MATCH'));

    const session = await register(person, { nhsNumber: undefined, invitation, paperless: true });
    const { data } = await system.portal.ask('{ me { records { id trust { key } } registeredBy { name } } }', {
      session,
    });
    expect(data).toEqual({ me: { records: [{ id: record, trust: { key: westHerts } }], registeredBy: null } });
    const preferences = () =>
      system.portal.ask(
        '{ me { records { ... on WestHertsRoyalFreeRecord { preferences { paperless { value rule } } } } } }',
        { session },
      );
    const paperless = { preferences: { paperless: { value: true, rule: 'W6' } } };
    await expect.poll(preferences, { timeout: 20_000 }).toEqual({ data: { me: { records: [paperless] } } });
    for (const portal of [system.portal, second.portal])
      expect(await open({ ...details, email: 'another@example.net', invitation }, portal)).toEqual(
        refusedWith('INVITATION_INVALID'),
      );
    await expect(invite(person)).rejects.toThrow('the patient is registered');
  });
});

describe('by oneself', () => {
  it('K1 is not for who has no appointment coming up, and K2 is for whom the hospital invites all the same', async () => {
    const person = people.hasNothing;
    expect(await open(detailsOf(person))).toEqual(refusedWith('NO_UPCOMING_APPOINTMENT'));
    const { invitation } = await invite(person);
    expect(await register(person, { invitation })).toHaveLength(43);
  });

  it('W2 is for who has one, and K6 K3 tells everybody else the same, and where details are corrected', async () => {
    const right = detailsOf(people.ignoresText);
    const wrong = [
      { ...right, birthDate: '1971-07-09' },
      { ...right, mobile: '07700 900987' },
      { ...right, nhsNumber: nhsNumberOf(60) },
    ];
    const answers = await Promise.all(wrong.map((details) => open(details)));
    expect(answers).toEqual(wrong.map(() => refusedWith('DETAILS_DO_NOT_MATCH')));
    expect(errorRegistry.DETAILS_DO_NOT_MATCH.message).toMatch(
      /Check with your GP practice or the hospital department/,
    );
    const { data } = await system.portal.ask(
      `{ help(trust: "${westHerts}") { ... on WestHertsRoyalFreeHelp { nhsNumber { url } } } }`,
    );
    expect(data).toEqual({ help: [{ nhsNumber: { url: expect.stringContaining('find-nhs-number') } }] });
    expect(await register(people.ignoresText, {})).toHaveLength(43);
  });

  it('W4 is not for a carer at a hospital that shows patients their own record only', async () => {
    const registeredBy = {
      name: 'A Carer',
      relationship: 'son',
      email: 'son@example.net',
      consent: { how: 'BY_PHONE', on: '2026-01-02' },
    };
    expect(await open({ ...detailsOf(people.followsText), registeredBy })).toEqual(
      refusedWith('CARER_CANNOT_REGISTER'),
    );
  });
});

describe('by the codes of a letter', () => {
  it('D5 D17 takes both codes, voids them after five wrong tries, and the next letter gives another chance', async () => {
    const person = people.hasLetter;
    const details = detailsOf(person);
    expect(await open(details)).toEqual(refusedWith('INVITATION_NEEDED'));
    const {
      codes: [first, second],
      record,
    } = await invite(person);
    expect((await rowsOf(derby, record, 'outbox')).map(({ kind }) => kind)).toEqual(['invitation-letter']);
    const wrong = [
      { ...details, codes: [first, 'AAAA-0000'] },
      { ...details, codes: ['AAAA-0000', second] },
      { ...details, codes: [first, second], birthDate: '1971-07-09' },
      { ...details, codes: [first, second], email: 'somebody.else@example.net' },
      { ...detailsOf(people.isCaredFor), codes: [first, second] },
      { ...details, codes: [first, 'AAAA-1111'] },
    ];
    expect(await Promise.all(wrong.map((input) => open(input)))).toEqual(
      wrong.map(() => refusedWith('INVITATION_INVALID')),
    );
    expect(await open({ ...details, codes: [first, second] })).toEqual(refusedWith('INVITATION_INVALID'));
    const again = await invite(person);
    const session = await register(person, { codes: again.codes.map((code) => code.toLowerCase().replace('-', ' ')) });
    const { data } = await system.portal.ask('{ me { records { trust { key } } emailVerified } }', { session });
    expect(data).toEqual({ me: { records: [{ trust: { key: derby } }], emailVerified: true } });
  });

  it('D11 D10 K14 a carer registers for the patient, with consent and never with their own email', async () => {
    const person = people.isCaredFor;
    const { codes } = await invite(person);
    const registeredBy = {
      name: 'Nadia Ferreira',
      relationship: 'daughter',
      email: 'nadia@example.net',
      consent: { how: 'IN_WRITING', on: '2026-01-02' },
    };
    const own = { ...registeredBy, email: person.email.toUpperCase() };
    expect(await open({ ...detailsOf(person), codes, registeredBy: own })).toEqual(
      refusedWith('CARERS_EMAIL', 'email'),
    );
    // the hospital holds the patient's address and no other
    const carers = { ...detailsOf(person), codes, registeredBy, email: system.person('carer').email };
    expect(await open(carers)).toEqual(refusedWith('INVITATION_INVALID'));
    const since = new Date();
    const session = await register(person, { codes, registeredBy });
    const { data } = await system.portal.ask(
      '{ me { name registeredBy { name relationship consentGiven consentOn } } }',
      { session },
    );
    expect(data).toEqual({
      me: {
        name: expect.any(String),
        registeredBy: {
          name: 'Nadia Ferreira',
          relationship: 'daughter',
          consentGiven: 'IN_WRITING',
          consentOn: '2026-01-02',
        },
      },
    });
    const told = async () =>
      (await system.inbox.read())
        .filter(({ text, time }) => text.includes('opened for you by somebody') && new Date(time) >= since)
        .map(({ to }) => to)
        .toSorted();
    await expect.poll(told, { timeout: 10_000 }).toEqual([internationalOf(person.mobile), person.email].toSorted());
  });
});

describe('what is told before', () => {
  it('K1 K13 W1 D7 D13 D14 D16 every trust tells everybody who may register, how, what it needs and that it is a choice', async () => {
    const query = `query ($trust: ID) { registration(trust: $trust) { minimumAge
      ways { kind needsAppointment rule } optional { words rule } before { words rule } needs { words rule } cost { words rule }
      carer { allowed rule } asksPaperless } }`;
    const of = async (trust: string) =>
      ((await system.portal.ask(query, { variables: { trust } })).data as { registration: [object] }).registration[0];
    expect(await of('kingston')).toMatchObject({
      minimumAge: 16,
      optional: { rule: 'K1', words: expect.stringMatching(/your choice.*by post and calls by phone.*register later/) },
      ways: [
        { kind: 'DETAILS', needsAppointment: true, rule: 'K1' },
        { kind: 'INVITATION_LINK', needsAppointment: false, rule: 'K2' },
      ],
      carer: { allowed: false },
    });
    expect(await of(westHerts)).toMatchObject({
      minimumAge: 18,
      ways: [
        { kind: 'DETAILS', needsAppointment: true, rule: 'W2' },
        { kind: 'INVITATION_LINK', rule: 'W1' },
      ],
      carer: { allowed: false, rule: 'W4' },
      asksPaperless: true,
    });
    expect(await of('southampton')).toMatchObject({
      ways: [{ kind: 'DETAILS' }, { kind: 'INVITATION_LINK', rule: 'U3' }],
    });
    expect(await of(derby)).toMatchObject({
      optional: { rule: 'D13', words: expect.stringMatching(/your choice.*usual way.*care is not affected/) },
      before: { rule: 'D14', words: expect.stringMatching(/Nothing.*before you have registered.*add them yourself/) },
      needs: { rule: 'D7', words: expect.stringMatching(/You, or somebody who cares for you, need the internet/) },
      cost: { rule: 'D16', words: expect.stringContaining('costs you nothing') },
      ways: [{ kind: 'INVITATION_CODES', needsAppointment: false, rule: 'D17' }],
      carer: { allowed: true, rule: 'D11' },
    });
  });
});
