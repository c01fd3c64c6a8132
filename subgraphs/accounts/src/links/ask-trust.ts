import { randomBytes } from 'node:crypto';
import {
  accountsIssuer,
  type AssertionClaims,
  assertionClaimsSchema,
  type Clock,
  findTrust,
  type LinkAnswer,
  linkAnswerSchema,
  type LinkProof,
  type LinkRequest,
  linkScope,
  type NhsNumber,
  parseNhsNumber,
  RegistryError,
} from '@crosstrust/contract';
import { describeFault, digestLinkRequest, type Log, remoteKeys, type Signer, verifyToken } from '@crosstrust/service';
import type { Call } from '../core.ts';
import type { Details } from '../people/details.ts';
import { postToTrust } from './post-to-trust.ts';

/** Milliseconds of which the time of every answer that a trust was asked for is a multiple: a trust works longer for a patient it knows. */
export const trustAnswerTime = 300;

/**
 * What a trust says of a person: its record, and the name and number it holds, or why it vouches for nothing.
 * `askedAt`: before it was asked (RFC 3339, UTC); what it has learned since, it has not said.
 */
export type Vouched =
  | { readonly record: string; readonly name: string; readonly nhsNumber: NhsNumber; readonly askedAt: string }
  | { readonly refused: Extract<LinkAnswer, { refused: string }>['refused'] };

/** The details that a trust compares with what it holds, and what else is shown to it. */
export interface Asked extends Omit<Details, 'name' | 'nhsNumber'> {
  /** May be left out by who brings an invitation. */
  readonly nhsNumber?: NhsNumber | undefined;
  /** Absent: the details alone. */
  readonly proof?: LinkProof | undefined;
  /** Who registers, when there is no account that a trust vouches for yet. */
  readonly registering?: LinkRequest['registering'];
}

/**
 * Asks a trust whether it holds a patient with these details.
 * @throws RegistryError TRUST_UNKNOWN, TRUST_UNAVAILABLE (no answer, or an assertion that does not hold), TRUST_TIMEOUT
 */
export type AskTrust = (call: Call, trust: string, details: Asked) => Promise<Vouched>;

interface Parts {
  readonly urls: ReadonlyMap<string, string>;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asks trusts by their URLs, and believes only assertions signed with the trust's own published key. */
export function createAskTrust({ urls, signer, clock, log }: Parts): AskTrust {
  const known = new Map([...urls].map(([trust, url]) => [trust, { url, keys: remoteKeys(url) }]));
  return async (call, trust, asked) => {
    if (!findTrust(trust)) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
    const reached = known.get(trust);
    if (!reached) throw new RegistryError('TRUST_UNAVAILABLE', { trust });
    const request = requestOf(asked);
    const askedAt = clock().toISOString();
    try {
      const response = await postToTrust(
        { signer, clock },
        {
          trust,
          url: reached.url,
          path: '/link',
          scope: linkScope,
          body: request,
          correlation: call.correlation,
        },
      );
      const answer = linkAnswerSchema.parse(await response.json());
      if ('refused' in answer) return answer;
      const claims = await verifyToken(answer.assertion, {
        keys: reached.keys,
        issuer: trust,
        audience: accountsIssuer,
        now: clock(),
        schema: assertionClaimsSchema,
      });
      mustAnswer(claims, request);
      return { record: claims.sub, name: claims.name, nhsNumber: numberOf(claims, request), askedAt };
    } catch (error) {
      log.warn('trust did not vouch', { correlation: call.correlation, trust, reason: describeFault(error) });
      throw new RegistryError(
        error instanceof Error && error.name === 'TimeoutError' ? 'TRUST_TIMEOUT' : 'TRUST_UNAVAILABLE',
        { trust },
      );
    }
  };
}

function requestOf({
  proof = { kind: 'details' },
  registering,
  nhsNumber,
  birthDate,
  mobile,
  email,
}: Asked): LinkRequest {
  return {
    nonce: randomBytes(24).toString('base64url'),
    proof,
    ...(registering === undefined ? {} : { registering }),
    ...(nhsNumber === undefined ? {} : { nhsNumber }),
    birthDate,
    mobile,
    email,
  };
}

function mustAnswer(claims: AssertionClaims, request: LinkRequest): void {
  if (claims.nonce !== request.nonce) throw new Error('the assertion answers another question');
  if (claims.details !== digestLinkRequest(request)) throw new Error('the assertion is about other details');
}

/** The person's number, of which the trust tells when it was not asked about one. */
function numberOf(claims: AssertionClaims, request: LinkRequest): NhsNumber {
  const nhsNumber = parseNhsNumber(request.nhsNumber ?? claims.nhsNumber ?? '');
  if (!nhsNumber) throw new Error('the assertion is about nobody’s NHS number');
  return nhsNumber;
}
