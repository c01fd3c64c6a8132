import type { NhsNumber } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Mobile, Email } from './parse-details.ts';

/** Who a person is. Stored only sealed. */
export interface Details {
  /** As the trust holds it that vouched for the person first. */
  readonly name: string;
  readonly nhsNumber: NhsNumber;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly mobile: Mobile;
  readonly email: Email;
}

/** One of the two ways in (U4 U5): an address that the person can read a code at, with their birth date. */
export type Way =
  | { readonly channel: 'mobile'; readonly address: Mobile; readonly birthDate: string }
  | { readonly channel: 'email'; readonly address: Email; readonly birthDate: string };

/** The kinds of keyed hashes; each is a hash space of its own. */
const kinds = {
  mobile: 'mobile and birth date',
  email: 'email and birth date',
  emailAlone: 'email',
  nhsNumber: 'nhs number',
} as const;

const wayText = ({ address, birthDate }: Way) => `${address}\n${birthDate}`;

/**
 * The columns of an account that hold these details: sealed, and hashed under the current lookup key. An email that is
 * not verified is sealed only: nobody is found by it.
 */
export function columnsOf(vault: Vault, accountId: string, details: Details, isEmailVerified: boolean) {
  const { mobile, birthDate } = details;
  return {
    details: vault.seal(details, placeOfDetails(accountId)),
    mobileWay: vault.lookup(kinds.mobile, wayText({ channel: 'mobile', address: mobile, birthDate })),
    ...(isEmailVerified ? emailColumnsOf(vault, details) : { emailWay: null, emailHash: null }),
    nhsNumberHash: vault.lookup(kinds.nhsNumber, details.nhsNumber),
  };
}

/** The columns by which an account is found by its verified email. */
export const emailColumnsOf = (vault: Vault, { email, birthDate }: Pick<Details, 'email' | 'birthDate'>) => ({
  emailWay: vault.lookup(kinds.email, wayText({ channel: 'email', address: email, birthDate })),
  emailHash: vault.lookup(kinds.emailAlone, email),
});

/** Opens what an account's row holds. */
export function openDetails(vault: Vault, accountId: string, sealed: Buffer): Details {
  return vault.open<Details>(sealed, placeOfDetails(accountId));
}

/** The hashes by which a way in is found, under every key on the ring. */
export const hashesOfWay = (vault: Vault, way: Way): Buffer[] => vault.lookups(kinds[way.channel], wayText(way));

/** The hashes by which an email address is found. */
export const hashesOfEmail = (vault: Vault, email: string): Buffer[] => vault.lookups(kinds.emailAlone, email);

/** The hashes by which an NHS number is found. */
export const hashesOfNhsNumber = (vault: Vault, nhsNumber: string): Buffer[] =>
  vault.lookups(kinds.nhsNumber, nhsNumber);

const placeOfDetails = (accountId: string) => `account/${accountId}/details`;
