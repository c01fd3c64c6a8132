import { type Brand, dayInLondon, isCalendarDay } from '@crosstrust/contract';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';

/** A mobile number in E.164. */
export type Mobile = Brand<string, 'Mobile'>;
/** An email address in lower case. */
export type Email = Brand<string, 'Email'>;

// Ofcom keeps these numbers for drama; no carrier has them, and samples and tests do.
const fictional = /^\+447700900\d{3}$/;
const emailForm = z.email().max(254);

/** Reads a mobile number as people write it, of the United Kingdom unless it says otherwise; null when it is none. */
export function parseMobile(written: string): Mobile | null {
  const number = parsePhoneNumberFromString(written, 'GB');
  if (!number || number.ext) return null;
  return number.isValid() || fictional.test(number.number) ? (number.number as string as Mobile) : null;
}

/** Reads an email address; null when it is none. Two spellings that differ by case are one address (K14). */
export function parseEmail(written: string): Email | null {
  const address = written.trim().normalize('NFC').toLowerCase();
  return emailForm.safeParse(address).success ? (address as Email) : null;
}

/** Whether a text is a day on which somebody alive can have been born. */
export function isBirthDate(text: string, now: Date): boolean {
  return isCalendarDay(text) && text <= dayInLondon(now) && text >= '1890-01-01';
}
