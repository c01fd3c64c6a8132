import type { EntityManager } from '@mikro-orm/postgresql';
import type { Vault } from '@crosstrust/service';
import type { Core } from '../core.ts';
import { NhsLoginIdentity } from './entities.ts';
import type { Identity } from './identity.ts';

/** Who somebody is at NHS login: one subject is another person at another issuer. */
type Named = Pick<Identity, 'issuer' | 'subject'>;

const kind = 'nhs login subject';
const textOf = ({ issuer, subject }: Named) => `${issuer}\n${subject}`;

/** The columns that hold an identity: hashed under the current lookup key, and sealed. */
export const columnsOfIdentity = (vault: Vault, accountId: string, named: Named) => ({
  issuer: named.issuer,
  subjectHash: vault.lookup(kind, textOf(named)),
  subject: vault.seal(named.subject, placeOfSubject(accountId)),
});

/** Whose identity this is; null when it is nobody's. */
export function findIdentity(em: EntityManager, { vault }: Core, named: Named): Promise<NhsLoginIdentity | null> {
  return em.findOne(NhsLoginIdentity, {
    issuer: named.issuer,
    subjectHash: { $in: vault.lookups(kind, textOf(named)) },
  });
}

/** Seals and hashes an identity anew. @returns false when it is under the current keys already */
export function renewIdentity(vault: Vault, row: NhsLoginIdentity): boolean {
  const subject = vault.open<string>(row.subject, placeOfSubject(row.accountId));
  const columns = columnsOfIdentity(vault, row.accountId, { issuer: row.issuer, subject });
  if (!vault.isOutdated(row.subject) && columns.subjectHash.equals(row.subjectHash)) return false;
  Object.assign(row, columns);
  return true;
}

const placeOfSubject = (accountId: string) => `nhs_login/${accountId}/subject`;
