import { type AccountPart, type ErrorCode, type GatheredPart, headers, isErrorCode } from '@crosstrust/contract';
import type { Operation } from '../execution/operation.ts';
import { tokenFor } from '../session/session.ts';
import type { Tuning } from '../tuning.ts';
import type { Upstream, UpstreamAnswer } from '../upstream/create-upstream.ts';
import { earlier } from '../upstream/deadline.ts';
import { UpstreamFault } from '../upstream/upstream-fault.ts';

type Link = AccountPart['links'][number];

/** Asks every linked trust for its part, side by side. One that is dead, slow or refuses costs its own part and is named. */
export function gatherParts(
  upstreams: ReadonlyMap<string, Upstream>,
  links: readonly Link[],
  operation: Operation,
  tuning: Tuning,
): Promise<GatheredPart[]> {
  return Promise.all(
    links.map(async (link): Promise<GatheredPart> => {
      const { trust } = link;
      const upstream = upstreams.get(trust);
      const token = tokenFor(operation.session, trust);
      // linked a moment ago, or not served here: there is no way to ask
      if (!upstream || !token) return { trust, missing: 'TRUST_UNAVAILABLE' };
      const answer = await askForPart(upstream, link, token, operation, tuning);
      return typeof answer === 'string' ? { trust, missing: answer } : { trust, answer };
    }),
  );
}

async function askForPart(
  upstream: Upstream,
  { record }: Link,
  token: string,
  operation: Operation,
  { myDataMergeMs, myDataBytes }: Tuning,
): Promise<Buffer | ErrorCode> {
  const report = operation.startFetch(upstream.name);
  const deadline = earlier(operation.deadline, myDataMergeMs);
  try {
    const answer = await upstream.ask(
      {
        method: 'GET',
        path: `/export/${record}`,
        headers: {
          authorization: `Bearer ${token}`,
          [headers.correlation]: operation.correlation,
          [headers.budget]: String(Math.floor(deadline.remaining())),
        },
        answerBytes: myDataBytes,
        deadline,
      },
      readPart,
    );
    report(typeof answer === 'string' ? 'errors' : 'ok');
    return answer;
  } catch (fault) {
    if (!(fault instanceof UpstreamFault)) throw fault;
    report(fault.kind);
    return fault.kind === 'timeout' ? 'TRUST_TIMEOUT' : 'TRUST_UNAVAILABLE';
  }
}

/** The part as it came, or why the trust refuses it. */
function readPart({ status, bytes, text }: UpstreamAnswer): Buffer | ErrorCode {
  if (status === 200) return bytes;
  if (status !== 401 && status !== 403) throw new UpstreamFault('unavailable', true);
  try {
    const { errors } = JSON.parse(text) as { errors: { extensions: { code: unknown } }[] };
    const code = errors[0]?.extensions.code;
    if (isErrorCode(code)) return code;
  } catch {
    // told below: a refusal that does not say why
  }
  throw new UpstreamFault('unavailable', true);
}
