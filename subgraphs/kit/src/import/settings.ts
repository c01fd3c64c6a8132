import { commonSettings, keyRing } from '@crosstrust/service';
import { z } from 'zod';

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });

/** What the import needs of the environment. */
export const importSettings = {
  NODE_ENV: commonSettings.NODE_ENV,
  /** The role that owns the trust's tables. */
  MIGRATION_DATABASE_URL: databaseUrl,
  /** Where made-up NHS numbers and contact details are allocated; one for all trusts. */
  DEMOGRAPHICS_DATABASE_URL: databaseUrl,
  DATA_KEYS: keyRing,
  LOOKUP_KEYS: keyRing,
};

/** What `candidates` needs of the environment. */
export const candidatesSettings = {
  NODE_ENV: commonSettings.NODE_ENV,
  MIGRATION_DATABASE_URL: databaseUrl,
  DATA_KEYS: keyRing,
  LOOKUP_KEYS: keyRing,
};
