import { resolve } from 'node:path';
import { trusts } from '@crosstrust/contract';
import { developmentMark, readSettings, serviceUrl } from '@crosstrust/service/settings';
import { z } from 'zod';
import { LaunchFault } from './fault.ts';
import { projectRoot } from './paths.ts';

const port = z.coerce.number().int().min(1).max(65535);
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });

/** `kings-guys` -> `KINGS_GUYS`: how a service's own settings begin. */
export function prefixOf(service: string): string {
  return service.replaceAll('-', '_').toUpperCase();
}

const trustSettings = Object.fromEntries(
  trusts.flatMap(({ key }, index) => {
    const prefix = prefixOf(key);
    return [
      [`${prefix}_PORT`, port.default(4010 + index)],
      [`${prefix}_URL`, serviceUrl.optional()],
      [`${prefix}_DATABASE_URL`, databaseUrl.optional()],
      [`${prefix}_MIGRATION_DATABASE_URL`, databaseUrl.optional()],
      [`${prefix}_SIGNING_KEYS`, z.string().optional()],
      [`${prefix}_DATA_KEYS`, z.string().optional()],
      [`${prefix}_LOOKUP_KEYS`, z.string().optional()],
    ];
  }),
) as Record<string, z.ZodType<unknown>>;

const shape = {
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  CROSSTRUST_DATA: z.string().min(1).default('.crosstrust'),
  GATEWAY_PORT: port.default(4000),
  PUBLIC_URL: serviceUrl.optional(),
  NHS_LOGIN_ISSUER: z.url().optional(),
  NHS_LOGIN_CLIENT_ID: z.string().optional(),
  NHS_LOGIN_KEY: z.string().optional(),
  ACCOUNTS_PORT: port.default(4001),
  ACCOUNTS_URL: serviceUrl.optional(),
  TIMELINE_PORT: port.default(4002),
  TIMELINE_URL: serviceUrl.optional(),
  POSTGRES_URL: databaseUrl.optional(),
  POSTGRES_PORT: port.optional(),
  ACCOUNTS_DATABASE_URL: databaseUrl.optional(),
  ACCOUNTS_MIGRATION_DATABASE_URL: databaseUrl.optional(),
  ACCOUNTS_SIGNING_KEYS: z.string().optional(),
  ACCOUNTS_DATA_KEYS: z.string().optional(),
  ACCOUNTS_LOOKUP_KEYS: z.string().optional(),
  DEMOGRAPHICS_DATABASE_URL: databaseUrl.optional(),
  MESSAGES: z.enum(['inbox', 'webhook']).default('inbox'),
  MESSAGES_URL: z.url().optional(),
  CODES_PER_HOUR: z.coerce.number().int().min(1).optional(),
  TRIES_PER_ADDRESS: z.coerce.number().int().min(1).optional(),
};

/** What one service was given in the environment; what is absent is made by the launcher. */
export interface ServiceSettings {
  readonly port: number;
  /** Where the service runs already; then it is not started. */
  readonly url?: string;
  readonly databaseUrl?: string;
  readonly migrationDatabaseUrl?: string;
  readonly signingKeys?: string;
  readonly dataKeys?: string;
  readonly lookupKeys?: string;
}

export interface StackSettings {
  readonly production: boolean;
  readonly nodeEnv: 'development' | 'production' | 'test';
  readonly logLevel: string;
  /** The data folder, as a whole path. */
  readonly dataFolder: string;
  /** The admin URL of a server that exists, on which databases and roles are made. */
  readonly postgresUrl?: string;
  readonly postgresPort?: number;
  readonly demographicsDatabaseUrl?: string;
  /** Codes to one account by one way. */
  readonly codesPerHour: number;
  /** Tries of one kind that one address has in an hour. */
  readonly triesPerAddress: number;
  readonly messages: 'inbox' | 'webhook';
  readonly messagesUrl?: string;
  readonly publicUrl?: string;
  /** What switches NHS login on at accounts, which checks it; by the names of its settings. */
  readonly nhsLogin: Readonly<Record<string, string>>;
  readonly gatewayPort: number;
  /** The service over all trusts, which keeps no data. */
  readonly timeline: Pick<ServiceSettings, 'port' | 'url'>;
  /** `accounts` and each trust on the list, by key: the services that keep data. */
  readonly services: Readonly<Record<string, ServiceSettings>>;
}

/** Reads the launcher's settings. @throws LaunchFault with one line that names each setting that is wrong. */
export function readStackSettings(environment: Readonly<Record<string, string | undefined>>): StackSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  let read: Record<string, unknown>;
  try {
    read = readSettings({ ...shape, ...trustSettings }, given);
  } catch (error) {
    throw new LaunchFault(
      `a setting is wrong: ${error instanceof Error ? error.message.replaceAll('\n', '; ') : 'unknown'}`,
    );
  }
  const settings = {
    nodeEnv: read['NODE_ENV'],
    production: read['NODE_ENV'] === 'production',
    logLevel: read['LOG_LEVEL'],
    dataFolder: resolve(projectRoot, String(read['CROSSTRUST_DATA'])),
    messages: read['MESSAGES'],
    // Who develops signs in all day; production keeps to few codes, which leave a stranger few guesses.
    codesPerHour: read['CODES_PER_HOUR'] ?? (read['NODE_ENV'] === 'production' ? 10 : 200),
    triesPerAddress: read['TRIES_PER_ADDRESS'] ?? (read['NODE_ENV'] === 'production' ? 120 : 10_000),
    gatewayPort: read['GATEWAY_PORT'],
    ...present({
      postgresUrl: read['POSTGRES_URL'],
      postgresPort: read['POSTGRES_PORT'],
      demographicsDatabaseUrl: read['DEMOGRAPHICS_DATABASE_URL'],
      publicUrl: read['PUBLIC_URL'],
      messagesUrl: read['MESSAGES_URL'],
    }),
    nhsLogin: present(
      Object.fromEntries(
        ['NHS_LOGIN_ISSUER', 'NHS_LOGIN_CLIENT_ID', 'NHS_LOGIN_KEY'].map((name) => [name, read[name]]),
      ),
    ),
    timeline: { port: read['TIMELINE_PORT'], ...present({ url: read['TIMELINE_URL'] }) },
    services: Object.fromEntries(
      ['accounts', ...trusts.map(({ key }) => key)].map((key) => [key, serviceSettings(read, key)]),
    ),
  } as unknown as StackSettings;
  if (settings.production) refuseDevelopment(settings);
  return settings;
}

function serviceSettings(read: Record<string, unknown>, key: string): ServiceSettings {
  const prefix = prefixOf(key);
  const own = {
    port: read[`${prefix}_PORT`],
    ...present({
      url: read[`${prefix}_URL`],
      databaseUrl: read[`${prefix}_DATABASE_URL`],
      migrationDatabaseUrl: read[`${prefix}_MIGRATION_DATABASE_URL`],
      signingKeys: read[`${prefix}_SIGNING_KEYS`],
      dataKeys: read[`${prefix}_DATA_KEYS`],
      lookupKeys: read[`${prefix}_LOOKUP_KEYS`],
    }),
  } as ServiceSettings;
  if (own.databaseUrl && !own.migrationDatabaseUrl) {
    throw new LaunchFault(
      `a setting is wrong: ${prefix}_DATABASE_URL needs ${prefix}_MIGRATION_DATABASE_URL beside it, the URL of the role that owns the tables`,
    );
  }
  return own;
}

/** In production nothing is made up: every secret and every database is given. */
function refuseDevelopment({ services, messages }: StackSettings): void {
  const missing = Object.entries(services).flatMap(([key, own]) => {
    if (own.url) return [];
    const needed = {
      DATABASE_URL: own.databaseUrl,
      SIGNING_KEYS: own.signingKeys,
      DATA_KEYS: own.dataKeys,
      LOOKUP_KEYS: own.lookupKeys,
    };
    return Object.entries(needed).flatMap(([name, value]) =>
      value && !value.includes(developmentMark) ? [] : [`${prefixOf(key)}_${name}`],
    );
  });
  if (missing.length > 0)
    throw new LaunchFault(
      `production refuses development secrets and the embedded database: set ${missing.join(', ')} (see .env.example)`,
    );
  if (messages === 'inbox')
    throw new LaunchFault(
      'production refuses the local inbox, which shows every code to whoever opens it: set MESSAGES to a real sender (see .env.example)',
    );
}

function present(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
