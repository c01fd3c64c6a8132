import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import type { Factor } from '../sessions/factors.ts';

/** Kinds of second factors, as GraphQL writes them, with the factor that a session gets by each. */
export const secondFactorKinds = {
  CODE_TO_MOBILE: 'code-to-mobile',
  TOTP: 'totp',
  RECOVERY_CODE: 'recovery-code',
} as const satisfies Record<string, Factor>;
export type SecondFactorKind = (typeof secondFactorKinds)[keyof typeof secondFactorKinds];

/** What a person can prove beside their password. One object for each, in `second-factors.ts`. */
export interface SecondFactor {
  readonly kind: SecondFactorKind;
  /** Whether this account has it. */
  isSetUp(em: EntityManager, core: Core, accountId: string): Promise<boolean>;
  /**
   * Judges what was written, and uses it up when it is right, so that it works once. It runs in a transaction that commits
   * either way, one after the other for each account; wrong ones are counted by the caller.
   */
  verify(em: EntityManager, core: Core, accountId: string, proof: Proof): Promise<boolean>;
}

/** What somebody shows as their second factor. */
export interface Proof {
  /** As it was typed: spaces and dashes are the factor's to ignore. */
  readonly written: string;
  /** For a code to the mobile: the id of the challenge that it was sent for. */
  readonly challenge: string | null;
}
