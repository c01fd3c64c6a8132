import { findTrust, type TrustEntry } from '@crosstrust/contract';
import type { PolicyTable } from '../links/policies.ts';
import type { LinkedRecord } from '../people/read-person.ts';

/** What a patient is told who leaves one trust. */
export interface DeparturePreview {
  readonly trust: TrustEntry;
  /** How they hear from it afterwards, and how they come back. */
  readonly words: string;
  /** What comes of stopping its texts. */
  readonly stopTexts: string;
}

/** What deleting the account does, beside what it does at each trust. The order is that of the page. */
export const consequences: readonly string[] = [
  'You are signed out everywhere at once, and your password, passkeys, authenticator app, saved devices and NHS login no longer open anything here.',
  'Your private calendar links stop working.',
  'Whoever you shared your records with no longer sees them, and you no longer see what others have shared with you.',
  'Your hospitals keep their own records of your care. Nothing in them is deleted, and your appointments and care are not affected.',
  'Letters and reminders come by post and phone, as they did before you registered.',
  'If you want a copy of your records, download it first.',
  'You can register again later. You will have to prove who you are as you did the first time.',
];

/** What a patient is told of each linked trust before they leave it (K9 K10). */
export function previewDepartures(policies: PolicyTable, links: readonly LinkedRecord[]): DeparturePreview[] {
  return links.flatMap((link) => {
    const [trust, policy] = [findTrust(link.trust), policies.get(link.trust)];
    if (!trust || !policy) return [];
    return [{ trust, words: policy.leaving.after.words, stopTexts: policy.leaving.stopTexts.words }];
  });
}
