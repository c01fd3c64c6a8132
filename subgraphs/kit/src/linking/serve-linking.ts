import {
  accountsIssuer,
  type Clock,
  type LinkAnswer,
  type LinkRequest,
  linkRequestSchema,
  linkScope,
} from '@crosstrust/contract';
import { digestLinkRequest, type Signer, type Vault } from '@crosstrust/service';
import type { FastifyInstance } from 'fastify';
import type { JWTVerifyGetKey } from 'jose';
import type { Pool } from 'pg';
import { appendAccess } from '../ledger/append-access.ts';
import type { Policy } from '../policy/policy.ts';
import { judgeInvitation } from '../invitations/judge-invitation.ts';
import { changeRecord } from '../storage/changes.ts';
import { findPatient } from './find-patient.ts';
import type { HeldPatient } from './held-patient.ts';
import { acceptServiceToken } from './service-token.ts';
import { vouch, whyNoWay } from './vouch.ts';

/** Seconds that an assertion lives. */
const assertionSeconds = 120;
/** Milliseconds for the row of the ledger. */
const noteMs = 1_000;

interface Parts {
  readonly policy: Policy;
  readonly pool: Pool;
  readonly vault: Vault;
  readonly signer: Signer;
  readonly accountsKeys: JWTVerifyGetKey;
  readonly clock: Clock;
}

/** POST /link: `accounts` asks whether a person is a patient here; a signed assertion says so (K6 W1 and the others' rules). */
export function serveLinking(http: FastifyInstance, parts: Parts): void {
  const { policy, signer, accountsKeys, clock } = parts;
  const fromAccounts = acceptServiceToken({ accountsKeys, clock }, { audience: policy.trust.key, scope: linkScope });
  http.post('/link', async (request, reply) => {
    const asked = linkRequestSchema.safeParse(request.body);
    if (!(await fromAccounts(request))) return reply.status(401).send({ code: 'TOKEN_INVALID' });
    if (!asked.success) return reply.status(400).send({ code: 'BAD_INPUT' });
    const held = await find({ ...parts, now: clock(), correlation: request.correlation }, asked.data);
    if (held && 'refused' in held) return held;
    const verdict = vouch(policy, asked.data, held, clock());
    if (verdict !== 'yes' || !held) return { refused: verdict } as LinkAnswer;
    await noteVouched(parts, held.recordId, request.correlation);
    return { assertion: await assert(policy, signer, asked.data, held, clock()) } satisfies LinkAnswer;
  });
}

/** The patient's name is about to leave: their ledger says that somebody gave all of their details. */
async function noteVouched({ policy, pool, clock }: Parts, recordId: string, correlation: string): Promise<void> {
  const seen = { recordId, at: clock(), action: 'R', kinds: ['DETAILS'], verb: 'vouch', correlation } as const;
  await changeRecord(pool, { recordId, correlation, budgetMs: () => noteMs }, async (change) => {
    await appendAccess(change, policy.trust, { ...seen, by: 'YOU', actor: accountsIssuer });
    return { value: undefined, keep: true };
  });
}

/** Whom it is about: by the NHS number, or by the invitation that somebody brings. */
async function find(parts: Parameters<typeof findPatient>[0], request: LinkRequest) {
  const closed = whyNoWay(parts.policy, request);
  if (closed) return { refused: closed } satisfies LinkAnswer;
  return request.proof.kind === 'details' ? findPatient(parts, request.nhsNumber) : judgeInvitation(parts, request);
}

function assert(policy: Policy, signer: Signer, request: LinkRequest, held: HeldPatient, now: Date): Promise<string> {
  const { name, nhsNumber } = held.patient;
  const claims = {
    iss: policy.trust.key,
    aud: accountsIssuer,
    sub: held.recordId,
    nonce: request.nonce,
    details: digestLinkRequest(request),
    name,
    ...(request.nhsNumber === undefined ? { nhsNumber } : {}),
  };
  return signer.sign(claims, assertionSeconds, now);
}
