import { fileURLToPath } from 'node:url';
import { commonSettings, publicUrl, readSettings, serviceUrl, trustUrls } from '@crosstrust/service';
import { z } from 'zod';

const committedSupergraph = fileURLToPath(new URL('../../schema/generated/supergraph.graphql', import.meta.url));

const shape = {
  ...commonSettings,
  PORT: commonSettings.PORT.default(4000),
  ACCOUNTS_URL: serviceUrl,
  TRUST_URLS: trustUrls,
  /** Where the service over all trusts is reached; needed when the supergraph has it. */
  TIMELINE_URL: serviceUrl.optional(),
  PUBLIC_URL: publicUrl,
  /** Addresses or networks (CIDR) of the proxies in front, whose X-Forwarded-For is believed. Without one, nobody's is. */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  /** Path of the composed supergraph. */
  SUPERGRAPH: z.string().default(committedSupergraph),
  /** Milliseconds for a whole query, from its arrival to its answer. */
  QUERY_MS: z.coerce.number().int().min(100).max(60_000).default(1_500),
  /** The same for an operation that changes something. */
  MUTATION_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
};

/** The gateway's settings, checked. */
export type GatewaySettings = z.output<z.ZodObject<typeof shape>>;

/** Reads the gateway's settings from the environment. @throws SettingsError */
export function readGatewaySettings(environment: Readonly<Record<string, string | undefined>>): GatewaySettings {
  return readSettings(shape, environment);
}
