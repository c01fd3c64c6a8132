import { randomUUID } from 'node:crypto';
import { accountsIssuer, type Clock, headers } from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';

/** Seconds that our own token for a trust lives. */
const serviceTokenSeconds = 30;
/** Milliseconds that a trust has to answer. */
const patience = 3_000;

/** What this service asks or tells a trust by itself. */
export interface TrustRequest {
  readonly trust: string;
  readonly url: string;
  readonly path: `/${string}`;
  /** What the token is good for, and nothing else. */
  readonly scope: string;
  readonly body: object;
  readonly correlation: string;
}

/** Posts JSON to a trust with a token of ours for this trust and this purpose. @throws Error unless it answers 2xx in time */
export async function postToTrust(
  { signer, clock }: { signer: Signer; clock: Clock },
  { trust, url, path, scope, body, correlation }: TrustRequest,
): Promise<Response> {
  const claims = { iss: accountsIssuer, aud: trust, scope, jti: randomUUID() };
  const token = await signer.sign(claims, serviceTokenSeconds, clock());
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      [headers.correlation]: correlation,
    },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  if (!response.ok) throw new Error('unexpected status');
  return response;
}
