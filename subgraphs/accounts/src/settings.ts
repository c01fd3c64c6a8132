import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  commonSettings,
  keyRing,
  publicUrl,
  readSettings,
  SettingsError,
  signingKeys,
  trustUrls,
} from '@crosstrust/service';
import { z } from 'zod';
import { nhsLoginOf, nhsLoginSettings } from './nhs-login/settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const databaseUrl = z.string().regex(/^postgres(ql)?:\/\/.+/, 'expected postgres://user:password@host:port/database');
const generatedPolicies = fileURLToPath(new URL('../../../schema/generated/policies.json', import.meta.url));

const serveSettings = {
  ...commonSettings,
  /** Of the application's role, which owns no tables. */
  DATABASE_URL: databaseUrl,
  SIGNING_KEYS: signingKeys,
  DATA_KEYS: keyRing,
  LOOKUP_KEYS: keyRing,
  TRUST_URLS: trustUrls,
  /** The gateway as browsers see it: passkeys are bound to its host and origin, so its host needs a name. */
  PUBLIC_URL: publicUrl.refine(({ hostname }) => !isIP(hostname.replace(/^\[|\]$/g, '')), {
    error: 'expected a name and no number: passkeys need one (http://localhost:port on a developer’s machine)',
    abort: true,
  }),
  ...nhsLoginSettings,
  /** `inbox`: a page for developers. `webhook`: each message is posted to MESSAGES_URL. */
  MESSAGES: z.enum(['inbox', 'webhook']),
  MESSAGES_URL: z.url().optional(),
  /** How many codes go to one account by one way in an hour. More would give a stranger more guesses. */
  CODES_PER_HOUR: z.coerce.number().int().min(1).default(10),
  /** How often one client's address may try one kind of thing in an hour. */
  TRIES_PER_ADDRESS: z.coerce.number().int().min(1).default(120),
  /** The generated table of the trusts' policies. */
  POLICIES: z.string().default(generatedPolicies),
};

/** What `serve` needs. */
export type ServeSettings = z.output<z.ZodObject<typeof serveSettings>>;

/** @throws SettingsError */
export function readServeSettings(environment: Environment): ServeSettings {
  const settings = readSettings(serveSettings, environment);
  if (settings.MESSAGES === 'inbox' && settings.NODE_ENV === 'production') {
    throw new SettingsError('MESSAGES: the inbox shows everybody’s codes, which production refuses');
  }
  if (settings.MESSAGES === 'webhook' && !settings.MESSAGES_URL)
    throw new SettingsError('MESSAGES_URL: needed when MESSAGES is webhook');
  nhsLoginOf(settings);
  return settings;
}

/** What `migrate` needs: the role that owns the tables, and the name of the role that serves. @throws SettingsError */
export function readMigrateSettings(environment: Environment) {
  return readSettings({ MIGRATION_DATABASE_URL: databaseUrl, APP_ROLE: z.string().min(1) }, environment);
}

/** What `rotate-keys` needs: both key rings, the new keys first. @throws SettingsError */
export function readRotateSettings(environment: Environment) {
  const { LOG_LEVEL, DATABASE_URL, DATA_KEYS, LOOKUP_KEYS } = serveSettings;
  return readSettings({ LOG_LEVEL, DATABASE_URL, DATA_KEYS, LOOKUP_KEYS }, environment);
}

/** What `anchors --into <folder>` needs. @throws SettingsError */
export function readAnchorsSettings(environment: Environment, args: readonly string[]) {
  const { LOG_LEVEL, DATABASE_URL } = serveSettings;
  const [option, folder] = args;
  if (option !== '--into' || !folder || args.length > 2) throw new SettingsError('use: anchors --into <folder>');
  return { ...readSettings({ LOG_LEVEL, DATABASE_URL }, environment), folder };
}
