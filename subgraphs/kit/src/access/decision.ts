import type { ErrorCode } from '@crosstrust/contract';

/** What the trust knows of the patient that bears on access. */
export interface PatientFacts {
  readonly status: 'active' | 'deceased' | 'restricted' | 'merged';
  /** YYYY-MM-DD */
  readonly birthDate: string;
}

/** A decision that explains itself by the rule behind it. */
export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly code: ErrorCode; readonly rule?: string; readonly minimumAge?: number };

/** The decision to refuse, for this reason. */
export const refuse = (code: ErrorCode, because: { rule?: string; minimumAge?: number } = {}): Decision => ({
  allowed: false,
  code,
  ...because,
});
