import { z } from 'zod';

const email = z.email().max(254);
// after the country code: landlines, mobiles, freephone and the like; 9 or 10 digits
const ukPhone = /^(?:\+44|0044|0)([1-35789]\d{8,9})$/;

/** Where an answer can reach somebody: an email address in lower case, or a UK phone number in E.164; null when it is neither. */
export function parseReplyTo(written: string): string | null {
  const text = written.trim();
  if (text.includes('@')) return email.safeParse(text).success ? text.normalize('NFC').toLowerCase() : null;
  const [, national] = ukPhone.exec(text.replace(/\(0\)|[\s().-]/g, '')) ?? [];
  return national === undefined ? null : `+44${national}`;
}
