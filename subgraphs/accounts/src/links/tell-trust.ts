import { type Clock, type NotMineReport, reportScope } from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import { postToTrust } from './post-to-trust.ts';

/** Tells a trust of a report. @throws Error when the trust did not take it: it stays owed and is told again */
export type TellTrust = (trust: string, report: NotMineReport) => Promise<void>;

interface Parts {
  readonly urls: ReadonlyMap<string, string>;
  readonly signer: Signer;
  readonly clock: Clock;
}

/** Tells trusts by their URLs, each with a token for this purpose alone. */
export function createTellTrust({ urls, signer, clock }: Parts): TellTrust {
  return async (trust, report) => {
    const url = urls.get(trust);
    if (!url) throw new Error('no URL of this trust');
    await postToTrust(
      { signer, clock },
      { trust, url, path: '/reports', scope: reportScope, body: report, correlation: report.id },
    );
  };
}
