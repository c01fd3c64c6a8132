import { createHash } from 'node:crypto';
import {
  accountsIssuer,
  type Clock,
  type LinkAnswer,
  type LinkRequest,
  linkRequestSchema,
  linkScope,
} from '@crosstrust/contract';
import type { Signer, Vault } from '@crosstrust/service';
import type { FastifyInstance } from 'fastify';
import type { JWTVerifyGetKey } from 'jose';
import type { Pool } from 'pg';
import type { Policy } from '../policy/policy.ts';
import { findPatient } from './find-patient.ts';
import { acceptServiceToken } from './service-token.ts';
import { type HeldPatient, vouch } from './vouch.ts';

/** Seconds that an assertion lives. */
const assertionSeconds = 120;

interface Parts {
  readonly policy: Policy;
  readonly pool: Pool;
  readonly vault: Vault;
  readonly signer: Signer;
  readonly accountsKeys: JWTVerifyGetKey;
  readonly clock: Clock;
}

/** POST /link: `accounts` asks whether a person is a patient here; a signed assertion says so (K6 W1 and the others' rules). */
export function serveLinking(http: FastifyInstance, { policy, pool, vault, signer, accountsKeys, clock }: Parts): void {
  const fromAccounts = acceptServiceToken({ accountsKeys, clock }, { audience: policy.trust.key, scope: linkScope });
  http.post('/link', async (request, reply) => {
    const asked = linkRequestSchema.safeParse(request.body);
    if (!(await fromAccounts(request))) return reply.status(401).send({ code: 'TOKEN_INVALID' });
    if (!asked.success) return reply.status(400).send({ code: 'BAD_INPUT' });
    const held = await findPatient(pool, vault, asked.data.nhsNumber, request.correlation);
    const verdict = vouch(policy, asked.data, held, clock());
    if (verdict !== 'yes' || !held) return { refused: verdict } as LinkAnswer;
    return { assertion: await assert(policy, signer, asked.data, held, clock()) } satisfies LinkAnswer;
  });
}

function assert(policy: Policy, signer: Signer, request: LinkRequest, held: HeldPatient, now: Date): Promise<string> {
  const { nonce, nhsNumber, birthDate, mobile, email } = request;
  const details = createHash('sha256')
    .update(JSON.stringify({ nhsNumber, birthDate, mobile, email }))
    .digest('base64url');
  const claims = {
    iss: policy.trust.key,
    aud: accountsIssuer,
    sub: held.recordId,
    nonce,
    details,
    name: held.patient.name,
  };
  return signer.sign(claims, assertionSeconds, now);
}
