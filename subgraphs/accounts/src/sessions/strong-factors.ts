import type { SessionLevel } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Where it stands that an account has something by which a session reaches two factors: a table with `account_id` for each
 * such capability. An authenticator app is not among them: it is one factor, and so is the phone that stands beside it.
 */
const tablesOfStrongFactors: readonly string[] = ['password', 'passkey', 'nhs_login'];

/**
 * How strongly a session must be proven to change how this account is got into: by two factors as soon as the account has
 * anything that reaches two.
 */
export async function requiredLevel(em: EntityManager, accountId: string): Promise<SessionLevel> {
  const has = tablesOfStrongFactors.map((table) => `exists (select 1 from ${table} where account_id = ?)`).join(' or ');
  const [row] = await em.execute<{ strong: boolean }[]>(
    `select ${has} as strong`,
    tablesOfStrongFactors.map(() => accountId),
  );
  return row?.strong ? 'two-factors' : 'one-factor';
}
