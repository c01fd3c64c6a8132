import type { Clock, RegistryError } from '@crosstrust/contract';
import type { SubgraphContext } from '@crosstrust/service';
import type { MayChange } from '../access/may-change.ts';
import type { PreviewTokens } from '../appointments/preview-tokens.ts';
import type { DocumentLinks } from '../documents/document-links.ts';
import type { Desk } from '../help/desk.ts';
import type { RequestLedger } from '../ledger/request-ledger.ts';
import type { Policy } from '../policy/policy.ts';
import type { Readers } from '../storage/readers.ts';
import type { CarryOut } from '../verbs/carry-out.ts';

/** What a resolver of a trust has at hand, made anew for each request. */
export interface TrustContext extends SubgraphContext {
  readonly policy: Policy;
  readonly clock: Clock;
  /** @throws RegistryError when nobody is signed in, or the token does not hold. */
  readonly readers: () => Readers;
  /** Whether the viewer may open this record today: the trust's policy, asked of the viewer's grant and the patient. */
  readonly judge: (recordId: string) => Promise<true | RegistryError>;
  /** Whether the viewer may change this record in a session of this level: it is their own, or they may act for the patient. */
  readonly mayChange: MayChange;
  /** Does a verb's work: once, in one transaction with its audit row and the messages that it owes. */
  readonly carryOut: CarryOut;
  /** Where it is noted who looked at what. Readers note by themselves; every answer waits for it to be written. */
  readonly ledger: RequestLedger;
  /** Whether anybody is signed in. */
  readonly signedIn: true | RegistryError;
  readonly links: DocumentLinks;
  /** What a patient was told before they decide. */
  readonly previewTokens: PreviewTokens;
  /** Help, for who is signed in and who is not. */
  readonly desk: Desk;
}
