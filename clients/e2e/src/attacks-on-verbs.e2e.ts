import { randomUUID } from 'node:crypto';
import { type ErrorCode, errorRegistry } from '@crosstrust/contract';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { denial, done, movedTo } from './testing/expected.ts';
import { openPatient, type Patient } from './testing/patient.ts';
import { openSystem, type System } from './testing/system.ts';
import { mutationOf, verbsFieldOf } from './testing/verbs.ts';
import type { Slot, Visit } from './testing/visit.ts';

const trust = 'west-herts-royal-free';
const verb = 'rescheduleAppointment';

let system: System;
let patient: Patient;
let stranger: Patient;
let visit: Visit;
let slot: Slot;
beforeAll(async () => {
  system = await openSystem();
  patient = await openPatient(system, 'eighty-one', trust);
  stranger = await openPatient(system, 'six-trusts', trust);
  const movable = await patient.visits();
  for (const candidate of movable) {
    const [free] = candidate.status === 'BOOKED' ? await patient.slots(candidate).catch(() => []) : [];
    if (free) [visit, slot] = [candidate, free];
  }
});

/** Calls the verb at the trust itself, past the gateway. */
async function callTrust(token: string | null): Promise<unknown> {
  const { token: preview } = await patient.preview(verb, visit, slot);
  const input = { record: patient.record, appointment: visit.id, slot: slot.id, preview, idempotencyKey: randomUUID() };
  const response = await fetch(`${system.urls.trusts[trust]}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query: mutationOf(trust, verb, 'userErrors { code }'), variables: { input } }),
  });
  return response.json();
}

const refusal = (code: ErrorCode) => ({
  data: { [verbsFieldOf(trust)]: { [verb]: null } },
  errors: [{ message: errorRegistry[code].message, path: [verbsFieldOf(trust), verb], extensions: { code } }],
});

/** An access token as `accounts` makes them, but by a key of the attacker's own. */
async function forge(claims: object): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { kid } = await knownKey();
  return new SignJWT({ jti: randomUUID(), level: 'two-factors', ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid, jwk: await exportJWK(publicKey) })
    .setIssuer('crosstrust:accounts')
    .setAudience(trust)
    .setSubject('attacker')
    .setIssuedAt()
    .setExpirationTime('1 minute')
    .sign(privateKey);
}
const knownKey = async () => {
  const { keys } = (await (await fetch(`${system.urls.accounts}/.well-known/jwks.json`)).json()) as {
    keys: { kid: string }[];
  };
  return keys[0] ?? expect.fail('accounts publishes no key');
};
const ownGrant = () => ({ grants: [{ record: patient.record, relation: 'self', sections: 'all' }] });

describe('W8 a change that is not the patient’s', () => {
  it('is refused with a token that is missing, forged, or a session’s', async () => {
    expect(await callTrust(null)).toEqual(refusal('UNAUTHENTICATED'));
    expect(await callTrust(await forge(ownGrant()))).toEqual(refusal('TOKEN_INVALID'));
    expect(await callTrust(patient.session)).toEqual(refusal('TOKEN_INVALID'));
    expect(await patient.pick({ id: visit.id })).toEqual(visit);
  });

  it('is refused with another patient’s record, appointment or preview', async () => {
    const { token: preview } = await patient.preview(verb, visit, slot);
    const call = { preview, slot: slot.id };
    expect(await stranger.send(verb, visit, call, patient.record)).toEqual(denial(trust, verb, 'NOT_YOURS'));
    expect((await stranger.change(verb, visit, call)).userErrors).toEqual([
      { code: 'NOT_FOUND', field: 'appointment' },
    ]);
    const [own] = (await stranger.visits()).filter(({ kind, status }) => kind === 'OUTPATIENT' && status === 'BOOKED');
    const { userErrors } = await stranger.change(verb, own ?? expect.fail('no visit'), call);
    expect(userErrors).toEqual([
      { code: expect.stringMatching(/^(NOT_POSSIBLE|PREVIEW_OUTDATED)$/), field: expect.any(String) },
    ]);
    expect(await patient.pick({ id: visit.id })).toEqual(visit);
  });

  it('is refused whole when it comes a hundred times in one request', async () => {
    const { token: preview } = await patient.preview(verb, visit, slot);
    const input = (n: number) =>
      `{ record: "${patient.record}", appointment: "${visit.id}", slot: "${slot.id}", preview: "${preview}", idempotencyKey: "alias-key-${n}" }`;
    const verbs = Array.from({ length: 100 }, (_, n) => `a${n}: ${verb}(input: ${input(n)}) { userErrors { code } }`);
    const answer = await system.portal.ask(`mutation { ${verbsFieldOf(trust)} { ${verbs.join('\n')} } }`, {
      session: patient.session,
    });
    expect(answer).toEqual({
      errors: [{ message: errorRegistry.QUERY_TOO_LARGE.message, extensions: { code: 'QUERY_TOO_LARGE' } }],
    });
    expect(await patient.pick({ id: visit.id })).toEqual(visit);
  });
});

describe('W8 a change at a trust that is down', () => {
  it.each([
    ['stop', 'start'],
    ['pause', 'resume'],
  ] as const)('is told as such, and is done once when it is sent again with its key: %s', async (down, up) => {
    const before = await patient.pick({ id: visit.id });
    const [free] = await patient.slots(before);
    const to = free ?? expect.fail('no free time');
    const { token: preview } = await patient.preview(verb, before, to);
    const call = { preview, slot: to.id, idempotencyKey: randomUUID() };
    await system.act(trust, down);
    try {
      const { data, errors } = await patient.send(verb, before, call);
      expect(data).toEqual({ [verbsFieldOf(trust)]: null });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual([
        expect.stringMatching(/^(TRUST_UNAVAILABLE|OUTCOME_UNKNOWN)$/),
      ]);
    } finally {
      await system.act(trust, up);
    }
    const moved = movedTo(before, to);
    expect([await patient.change(verb, before, call), await patient.change(verb, before, call)]).toEqual([
      done(moved),
      done(moved),
    ]);
    expect(await patient.pick({ id: visit.id })).toEqual(moved);
  });
});
