import {
  type Clock,
  type NotMineReport,
  type RegistrationNotice,
  registrationScope,
  reportScope,
} from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import { postToTrust } from './post-to-trust.ts';

/** What a trust is told of: a record that was reported as somebody else's, or who has registered with it and who has left. */
export type Telling = { readonly report: NotMineReport } | { readonly registration: RegistrationNotice };

/** Tells a trust of something. @throws Error when the trust did not take it: it stays owed and is told again */
export type TellTrust = (trust: string, telling: Telling) => Promise<void>;

interface Parts {
  readonly urls: ReadonlyMap<string, string>;
  readonly signer: Signer;
  readonly clock: Clock;
}

/** Tells trusts by their URLs, each with a token for this purpose alone. */
export function createTellTrust({ urls, signer, clock }: Parts): TellTrust {
  return async (trust, telling) => {
    const url = urls.get(trust);
    if (!url) throw new Error('no URL of this trust');
    const { body, ...way } = wayOf(telling);
    await postToTrust({ signer, clock }, { trust, url, ...way, body, correlation: body.id });
  };
}

const wayOf = (telling: Telling) =>
  'report' in telling
    ? ({ path: '/reports', scope: reportScope, body: telling.report } as const)
    : ({ path: '/registrations', scope: registrationScope, body: telling.registration } as const);
