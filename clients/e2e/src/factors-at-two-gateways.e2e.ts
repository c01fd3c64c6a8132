import { randomUUID } from 'node:crypto';
import { internationalOf, type Person, type Portal } from '@crosstrust/stack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { admit, nhsNumberOf } from './testing/admit.ts';
import { type SecondGateway, startSecondGateway } from './testing/second-gateway.ts';
import { openSystem, type System } from './testing/system.ts';
import { totpOf } from './testing/totp.ts';

let system: System;
let second: SecondGateway;
let person: Person;
let session: string;
beforeAll(async () => {
  system = await openSystem();
  second = await startSecondGateway(system.urls);
  person = {
    ...system.person('nothing-yet'),
    key: 'two gateways',
    nhsNumber: nhsNumberOf(70),
    birthDate: '1968-05-04',
    mobile: '07700 900870',
    email: 'two.gateways@example.org',
    trusts: ['kingston'],
    record: 'full',
  };
  await admit(system, 'kingston', [person]);
  const { nhsNumber, birthDate, mobile, email } = person;
  session = await system.portal.openAccount('kingston', { nhsNumber, birthDate, mobile, email }, system.inbox);
  await act(system.portal, 'setPassword', 'me { name }', { password, idempotencyKey: randomUUID() }, session);
  session = (await enterBy(system.portal, textedCode)) as string;
});
afterAll(() => second.stop());

const password = 'three quiet otters by a lock';
const wrong = { session: null, userErrors: [{ code: 'CODE_WRONG' }] };

/** One field of a mutation, as its payload. */
async function act(portal: Portal, field: string, selection: string, input: object | null, by?: string) {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const query = input
    ? `mutation ($input: ${type}!) { answer: ${field}(input: $input) { ${selection} userErrors { code } } }`
    : `mutation { answer: ${field} { ${selection} userErrors { code } } }`;
  const { data, errors } = await portal.ask(query, { variables: { input }, ...(by ? { session: by } : {}) });
  if (errors) throw new Error(errors.map(({ extensions }) => extensions.code).join(', '));
  // biome-ignore lint/suspicious/noExplicitAny: each payload has a shape of its own
  return data?.['answer'] as any;
}

/** What follows a password: how the second factor is had, given the challenge that asks for it. */
type SecondFactor = (challenge: string) => Promise<object>;

const textedCode: SecondFactor = async (challenge) => {
  const since = new Date();
  await act(system.portal, 'requestSecondFactorCode', 'expiresAt', { challenge });
  return { code: await system.inbox.waitForCode(internationalOf(person.mobile), since) };
};

/** The whole payload of a second factor after the password, both at one gateway. */
async function complete(portal: Portal, factor: SecondFactor) {
  const { secondFactor } = await act(portal, 'signInWithPassword', 'secondFactor { challenge }', {
    email: person.email,
    password,
    delivery: 'BEARER',
  });
  const { challenge } = secondFactor as { challenge: string };
  const input = { challenge, ...(await factor(challenge)), saveDevice: false, delivery: 'BEARER' };
  return act(portal, 'completeSignIn', 'session', input);
}
const enterBy = async (portal: Portal, factor: SecondFactor) =>
  ((await complete(portal, factor)) as { session: string | null }).session;

it('M7 a code of an authenticator app that one gateway took is refused at the other, and so is one of another step', async () => {
  const { secret } = (await act(system.portal, 'beginTotp', 'secret', null, session)) as { secret: string };
  const confirmation = { code: totpOf(secret), idempotencyKey: randomUUID() };
  expect((await act(system.portal, 'confirmTotp', 'me { name }', confirmation, session)).userErrors).toEqual([]);

  const totp = totpOf(secret, 1);
  expect(await complete(second.portal, async () => ({ totp: totpOf(secret, 9) }))).toEqual(wrong);
  expect(await complete(second.portal, async () => ({ totp }))).toEqual({
    session: expect.any(String),
    userErrors: [],
  });
  expect(await complete(system.portal, async () => ({ totp }))).toEqual(wrong);
  expect(await complete(second.portal, async () => ({ totp }))).toEqual(wrong);
});

it('M7 a recovery code works once, of two gateways at once as well', async () => {
  const made = await act(system.portal, 'makeRecoveryCodes', 'codes', { idempotencyKey: randomUUID() }, session);
  const [first, other] = (made as { codes: string[] }).codes;
  expect(await enterBy(system.portal, async () => ({ recoveryCode: first }))).not.toBeNull();
  expect(await complete(second.portal, async () => ({ recoveryCode: first }))).toEqual(wrong);

  const answers = await Promise.all(
    [system.portal, second.portal].map((portal) => enterBy(portal, async () => ({ recoveryCode: other }))),
  );
  expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
});

it('K6 a recovery that began at one gateway ends once, with both its own codes, at either', async () => {
  const since = new Date();
  const { trusts, nhsNumber, birthDate, mobile, email } = person;
  const asked = { trust: trusts[0], nhsNumber, birthDate, newMobile: mobile, email, idempotencyKey: randomUUID() };
  const { recovery } = await act(system.portal, 'beginRecovery', 'recovery', asked);
  const mobileCode = await system.inbox.waitForCode(internationalOf(mobile), since);
  const emailCode = await system.inbox.waitForCode(email, since);
  const finish = (portal: Portal, codes: object) =>
    act(portal, 'finishRecovery', 'takesEffectAt', { recovery, ...codes, idempotencyKey: randomUUID() });
  const refused = { takesEffectAt: null, userErrors: [expect.objectContaining({ code: 'CODE_WRONG' })] };
  // one of them twice is not both of them
  expect(await finish(second.portal, { mobileCode, emailCode: mobileCode })).toEqual(refused);
  expect(await finish(second.portal, { mobileCode, emailCode })).toEqual({
    takesEffectAt: expect.any(String),
    userErrors: [],
  });
  expect(await finish(system.portal, { mobileCode, emailCode })).toEqual(refused);
});
