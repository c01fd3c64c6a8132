import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { developmentMark } from '@crosstrust/service/settings';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { codeOf, explainFolderFault, LaunchFault } from './fault.ts';

const secretsSchema = z.object({
  /** The password of PostgreSQL's superuser. */
  postgres: z.string(),
  /** Passwords of the two roles of each database. */
  databases: z.record(z.string(), z.object({ owner: z.string(), app: z.string() })),
  /** What each service signs and encrypts with, in the form of its settings; marked as made for development. */
  services: z.record(z.string(), z.object({ signingKeys: z.string(), dataKeys: z.string(), lookupKeys: z.string() })),
});
export type Secrets = z.infer<typeof secretsSchema>;

/**
 * The development secrets of a data folder, made at random the first time and kept, since what they encrypted can only
 * be read with them. A database or service that is new gets its own when it is first seen.
 */
export async function loadSecrets(
  folder: string,
  names: { databases: readonly string[]; services: readonly string[] },
): Promise<Secrets> {
  const file = join(folder, 'secrets.json');
  const stored = await readStored(file);
  const secrets: Secrets = stored ?? { postgres: newPassword(), databases: {}, services: {} };
  let changed = !stored;
  for (const name of names.databases.filter((name) => !secrets.databases[name])) {
    secrets.databases[name] = { owner: newPassword(), app: newPassword() };
    changed = true;
  }
  for (const name of names.services.filter((name) => !secrets.services[name])) {
    secrets.services[name] = { signingKeys: await newSigningKeys(), dataKeys: newKeyRing(), lookupKeys: newKeyRing() };
    changed = true;
  }
  if (changed) await writeWhole(file, JSON.stringify(secrets, null, 2));
  return secrets;
}

async function readStored(file: string): Promise<Secrets | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw explainFolderFault(error, file);
  }
  try {
    return secretsSchema.parse(JSON.parse(text));
  } catch {
    throw new LaunchFault(
      `${file} is damaged, and without it the databases beside it cannot be read: restore it, or delete that folder and start again`,
    );
  }
}

/** Writes a file whole or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  try {
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch (error) {
    throw explainFolderFault(error, file);
  }
}

const newPassword = (): string => randomBytes(24).toString('base64url');
const newKeyRing = (): string => `k1:${developmentMark}${randomBytes(32).toString('base64')}`;

async function newSigningKeys(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const kid = `${developmentMark}${randomBytes(6).toString('hex')}`;
  return JSON.stringify({ keys: [{ ...(await exportJWK(privateKey)), kid }] });
}
