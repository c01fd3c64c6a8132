import { RegistryError } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { countGuess, forgetGuesses } from '../limits/limit-guesses.ts';
import type { Proof, SecondFactorKind } from './second-factor.ts';
import { secondFactors } from './second-factors.ts';

/** The one proof that an input holds, of the fields that it may be in. */
export interface GivenProof {
  readonly kind: SecondFactorKind;
  readonly field: string;
  readonly written: string;
}

/** Fields of an input that hold a proof. */
export interface ProofFields {
  /** Sent to the mobile. */
  readonly code?: string | null;
  readonly totp?: string | null;
  readonly recoveryCode?: string | null;
}

/** Every proof that an input holds. */
export function proofsIn({ code, totp, recoveryCode }: ProofFields): GivenProof[] {
  const fields = [
    { kind: 'code-to-mobile', field: 'code', written: code },
    { kind: 'totp', field: 'totp', written: totp },
    { kind: 'recovery-code', field: 'recoveryCode', written: recoveryCode },
  ] as const;
  return fields.flatMap(({ written, ...which }) => (written == null ? [] : [{ ...which, written }]));
}

/**
 * Judges a second factor, in a transaction that commits either way: one after the other for each subject, counted when it
 * is wrong, used up when it is right.
 * @param subject what wrong ones are counted against
 * @throws RegistryError TOO_MANY_REQUESTS, before anything is judged
 */
export async function judgeSecondFactor(
  em: EntityManager,
  core: Core,
  accountId: string,
  { kind, ...proof }: Proof & { readonly kind: SecondFactorKind },
  subject: string,
): Promise<boolean> {
  const factor = secondFactors.find((known) => known.kind === kind);
  if (!factor) throw new RegistryError('BAD_INPUT');
  await countGuess(em, core, subject);
  const isRight = await factor.verify(em, core, accountId, proof);
  if (isRight) await forgetGuesses(em, subject);
  return isRight;
}
