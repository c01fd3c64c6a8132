import { hash, verify } from '@node-rs/argon2';
import type { Core } from '../core.ts';
import type { Password } from './entities.ts';

/** Argon2id as the OWASP Password Storage Cheat Sheet has it: 46 MiB, one pass, one lane. */
export const hashOptions = { memoryCost: 47_104, timeCost: 1, parallelism: 1 } as const;

/** What no password hashes to, made with the same options: so that where there is no password the same work is done. */
export const nobodysHash =
  '$argon2id$v=19$m=47104,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Hashes a password and seals the hash: without the vault's key nobody can begin to guess. */
export async function hashPassword(core: Pick<Core, 'vault'>, id: string, password: string): Promise<Buffer> {
  return core.vault.seal(await hash(password, hashOptions), placeOfHash(id));
}

/** Whether this is the password; the work is the same when there is none. */
export async function isPassword(
  core: Pick<Core, 'vault'>,
  held: Pick<Password, 'id' | 'hash'> | null,
  password: string,
): Promise<boolean> {
  const phc = held ? core.vault.open<string>(held.hash, placeOfHash(held.id)) : nobodysHash;
  return (await verify(phc, password)) && held !== null;
}

/** Where a hash is sealed to. */
const placeOfHash = (id: string) => `password/${id}/hash`;
