import { createHash } from 'node:crypto';
import {
  accountsIssuer,
  type Clock,
  type LinkAnswer,
  type LinkRequest,
  linkRequestSchema,
  linkScope,
} from '@crosstrust/contract';
import { type Signer, type Vault, verifyToken } from '@crosstrust/service';
import type { FastifyInstance } from 'fastify';
import type { JWTVerifyGetKey } from 'jose';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Policy } from '../policy/policy.ts';
import { findPatient } from './find-patient.ts';
import { type HeldPatient, vouch } from './vouch.ts';

/** Seconds that an assertion lives. */
const assertionSeconds = 120;

const serviceClaims = z.object({ scope: z.literal(linkScope) });

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
  http.post('/link', async (request, reply) => {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const expected = {
      keys: accountsKeys,
      issuer: accountsIssuer,
      audience: policy.trust.key,
      now: clock(),
      schema: serviceClaims,
    };
    const asked = linkRequestSchema.safeParse(request.body);
    const trusted = await verifyToken(token, expected).catch(() => null);
    if (!trusted) return reply.status(401).send({ code: 'TOKEN_INVALID' });
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
