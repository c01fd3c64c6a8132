import { commonSettings, readSettings, serviceUrl } from '@crosstrust/service';
import type { z } from 'zod';

const serveSettings = {
  ...commonSettings,
  /** Where `accounts` publishes the keys of its tokens. */
  ACCOUNTS_URL: serviceUrl,
};

/** What `serve` needs. */
export type ServeSettings = z.output<z.ZodObject<typeof serveSettings>>;

/** @throws SettingsError */
export function readServeSettings(environment: Readonly<Record<string, string | undefined>>): ServeSettings {
  return readSettings(serveSettings, environment);
}
