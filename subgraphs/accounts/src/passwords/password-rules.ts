import type { ErrorCode } from '@crosstrust/contract';
import type { Details } from '../people/details.ts';
import { isCommonPassword } from './common-passwords.ts';

/** Characters (Unicode code points). Eight are enough beside a second factor, which is always asked (NIST SP 800-63B-4, 3.1.1.2). */
const shortestPassword = 8;
/** So long that no sentence is refused, and so short that nobody can make us hash a book. */
const longestPassword = 256;

/** What others know of this service. */
const ownNames = ['crosstrust', 'nhs', 'mycare'];
/** Parts of names that are shorter are found in too many words. */
const shortestPart = 3;

/**
 * A password as it is hashed: one form for what looks the same, whichever keyboard wrote it (NFKC). Nothing is cut off
 * and no case is changed.
 */
export const normalisePassword = (written: string): string => written.normalize('NFKC');

/**
 * Why this password is refused, of a person with these details; null when it is not. There are no rules about kinds of
 * characters.
 * @param password normalised
 */
export function refusalOf(password: string, details: Details): ErrorCode | null {
  const length = [...password].length;
  if (length < shortestPassword) return 'PASSWORD_TOO_SHORT';
  if (length > longestPassword) return 'PASSWORD_TOO_LONG';
  if (isCommonPassword(password)) return 'PASSWORD_COMMON';
  const own = partsOf(details);
  const rest = own.reduce((left, part) => left.replaceAll(part, ''), fold(password));
  if (rest === fold(password)) return null;
  return [...rest].length < shortestPassword || isCommonPassword(rest) ? 'PASSWORD_PERSONAL' : null;
}

/** What of a person others know or can find out, longest first. */
function partsOf({ name, email, birthDate, nhsNumber, mobile }: Details): string[] {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const dates = [[year, month, day], [day, month, year], [day, month, year.slice(2)], [year]].map((parts) =>
    parts.join(''),
  );
  const mobiles = [mobile.slice(1), mobile.replace(/^\+44/, '0')];
  const words = [name, email].flatMap((text) => [fold(text), ...text.split(/[^\p{L}\p{N}]+/u).map(fold)]);
  return [...words, ...dates, nhsNumber, ...mobiles, ...ownNames]
    .filter((part) => part.length >= shortestPart)
    .sort((one, other) => other.length - one.length);
}

/** Without case, accents, spaces and punctuation, by which people vary what is known of them. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{P}\p{Z}\p{S}]/gu, '');
}
