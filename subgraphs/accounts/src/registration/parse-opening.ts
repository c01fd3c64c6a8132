import { type LinkProof, parseNhsNumber, type Result, done, type UserError, userError } from '@crosstrust/contract';
import type { Asked } from '../links/ask-trust.ts';
import { isBirthDate, parseEmail, parseMobile } from '../people/parse-details.ts';
import { parseProof, type WrittenProof } from './parse-proof.ts';
import { parseRegisteredBy, type RegisteredBy, type WrittenRegisteredBy } from './registered-by.ts';

/** What somebody gives who registers. */
export interface WrittenOpening extends WrittenProof {
  /** May be left out with an invitation. */
  readonly nhsNumber?: string | null | undefined;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly mobile: string;
  readonly email: string;
  /** Letters without paper (W6). */
  readonly paperless?: boolean | null | undefined;
  /** A carer who does it for the patient (D11). */
  readonly registeredBy?: WrittenRegisteredBy | null | undefined;
}

/** The same in its normal form. */
export interface ReadOpening {
  readonly asked: Asked & { readonly proof: LinkProof };
  readonly paperless?: boolean;
  readonly registeredBy?: RegisteredBy;
}

/** Reads what somebody gives who registers. Each field that is not what it should be is named. */
export function parseOpening(input: WrittenOpening, now: Date): Result<ReadOpening> {
  const proof = parseProof(input);
  if ('userErrors' in proof) return proof;
  const details = parseDetails(input, proof.done.kind, now);
  if ('userErrors' in details) return details;
  const carer = input.registeredBy ? parseRegisteredBy(input.registeredBy, input.email, now) : undefined;
  if (carer && 'userErrors' in carer) return carer;
  return done({
    asked: { ...details.done, proof: proof.done, registering: carer ? 'carer' : 'patient' },
    ...(typeof input.paperless === 'boolean' ? { paperless: input.paperless } : {}),
    ...(carer ? { registeredBy: carer.done } : {}),
  });
}

function parseDetails(input: WrittenOpening, proof: LinkProof['kind'], now: Date): Result<Asked> {
  const nhsNumber = parseNhsNumber(input.nhsNumber ?? '');
  const mobile = parseMobile(input.mobile);
  const email = parseEmail(input.email);
  const isKnownOtherwise = proof !== 'details' && !input.nhsNumber;
  if ((nhsNumber || isKnownOtherwise) && mobile && email && isBirthDate(input.birthDate, now))
    return done({ ...(nhsNumber ? { nhsNumber } : {}), birthDate: input.birthDate, mobile, email });
  const wrong: [field: string, isRight: boolean][] = [
    ['nhsNumber', nhsNumber !== null || isKnownOtherwise],
    ['birthDate', isBirthDate(input.birthDate, now)],
    ['mobile', mobile !== null],
    ['email', email !== null],
  ];
  return {
    userErrors: wrong.filter(([, isRight]) => !isRight).map(([field]): UserError => userError('BAD_INPUT', field)),
  };
}
