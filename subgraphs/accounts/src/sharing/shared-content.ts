import type { Core } from '../core.ts';
import type { Email } from '../people/parse-details.ts';

/** What the person is to the patient. PARENT: they are the patient's mother or father. */
export const relationships = [
  'PARTNER',
  'PARENT',
  'CHILD',
  'OTHER_FAMILY',
  'FRIEND',
  'PAID_CARER',
  'CLINICIAN',
  'OTHER',
] as const;
export type Relationship = (typeof relationships)[number];

/** Whom a patient shares with, as the patient tells of them. Stored only sealed. */
export interface Shared {
  /** As the patient calls them. */
  readonly name: string;
  readonly email: Email;
  readonly relationship: Relationship;
}

/** Seals it into its share. */
export const sealShared = ({ vault }: Pick<Core, 'vault'>, share: string, shared: Shared): Buffer =>
  vault.seal(shared, placeOf(share));

/** Opens it again. */
export const openShared = ({ vault }: Pick<Core, 'vault'>, share: string, content: Buffer): Shared =>
  vault.open<Shared>(content, placeOf(share));

const placeOf = (share: string) => `share/${share}/content`;
