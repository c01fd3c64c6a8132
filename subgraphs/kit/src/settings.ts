import { commonSettings, keyRing, serviceUrl, signingKeys } from '@crosstrust/service';
import { z } from 'zod';

const database = z.url({ protocol: /^postgres(ql)?$/ });

/** Keys under which the trust's data is encrypted and found. */
export const dataSettings = { DATA_KEYS: keyRing, LOOKUP_KEYS: keyRing };

/** Settings of a trust's service. */
export const serveSettings = {
  ...commonSettings,
  ...dataSettings,
  /** The application's role, which owns no table. */
  DATABASE_URL: database,
  /** The trust's Ed25519 key pairs, as a JWKS: it signs assertions and document links. */
  SIGNING_KEYS: signingKeys,
  /** Where `accounts` publishes the keys of its tokens. */
  ACCOUNTS_URL: serviceUrl,
};

/** Settings of `migrate`. */
export const migrateSettings = {
  /** The role that owns the tables. */
  MIGRATION_DATABASE_URL: database,
  /** The name of the application's role, which is let in to read. */
  APP_ROLE: z.string().min(1),
};

/** Settings of `staff`. */
export const staffSettings = {
  ...dataSettings,
  /** The role that owns the tables: the staff's tasks are read across records. */
  MIGRATION_DATABASE_URL: database,
  /** The portal as patients see it, without a slash at its end: links of invitations begin with it. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/$/, ''))
    .optional(),
};

/** Settings of `verify-ledger`. */
export const verifySettings = {
  /** The role that owns the tables: the ledger is read across records. */
  MIGRATION_DATABASE_URL: database,
};

export type ServeSettings = z.output<z.ZodObject<typeof serveSettings>>;
