import { type NhsNumber, parseNhsNumber, RegistryError } from '@crosstrust/contract';
import { z } from 'zod';
import { type Email, type Mobile, parseEmail, parseMobile } from '../people/parse-details.ts';
import { meetsAsked } from './vectors.ts';

/** A person as NHS login tells of them, who was proven at the level that was asked for. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly nhsNumber: NhsNumber;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly name: string;
  /** Null: none, or none that the person has proven there. */
  readonly mobile: Mobile | null;
  readonly email: Email | null;
  readonly emailVerified: boolean;
}

/** Of the token, whose signature was checked. */
const tokenSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  nhs_number: z.string(),
  birthdate: z.iso.date(),
  family_name: z.string().trim().min(1).max(200),
});
const trustSchema = z.object({
  iss: z.url(),
  vot: z.string(),
  /** Whose vectors these are: NHS login hosts its trust mark itself. */
  vtm: z.url(),
  identity_proofing_level: z.string().optional(),
});
/** Of the user's information: what is not in the token. */
const informationSchema = z.object({
  given_name: z.string().trim().max(200).optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  phone_number: z.string().optional(),
  phone_number_verified: z.boolean().optional(),
  nhs_number: z.string().optional(),
});

/**
 * Reads who somebody is from the claims of the ID token and the user's information.
 * @throws RegistryError NHS_LOGIN_NOT_PROVEN when the vector of trust is not one that was asked for, NHS_LOGIN_FAILED when a claim is not what it must be
 */
export function readIdentity(token: object, information: object): Identity {
  mustBeProven(token);
  const told = tokenSchema.safeParse(token);
  const more = informationSchema.safeParse(information);
  if (!told.success || !more.success) throw new RegistryError('NHS_LOGIN_FAILED');
  const { iss, sub, birthdate, family_name } = told.data;
  const nhsNumber = parseNhsNumber(told.data.nhs_number);
  const { given_name, email, email_verified, phone_number, phone_number_verified, nhs_number } = more.data;
  if (!nhsNumber || (nhs_number !== undefined && parseNhsNumber(nhs_number) !== nhsNumber))
    throw new RegistryError('NHS_LOGIN_FAILED');
  return {
    issuer: iss,
    subject: sub,
    nhsNumber,
    birthDate: birthdate,
    name: given_name ? `${given_name} ${family_name}` : family_name,
    mobile: phone_number_verified === true ? parseMobile(phone_number ?? '') : null,
    email: parseEmail(email ?? ''),
    emailVerified: email_verified === true,
  };
}

function mustBeProven(token: object): void {
  const trust = trustSchema.safeParse(token);
  if (!trust.success) throw new RegistryError('NHS_LOGIN_NOT_PROVEN');
  const { iss, vot, vtm, identity_proofing_level: level = 'P9' } = trust.data;
  if (!meetsAsked(vot) || level !== 'P9' || new URL(vtm).origin !== new URL(iss).origin)
    throw new RegistryError('NHS_LOGIN_NOT_PROVEN');
}
