import { parseArgs } from 'node:util';
import { type Clock, systemClock } from '@crosstrust/contract';
import { commonSettings, readSettings, SettingsError } from '@crosstrust/service';
import { Client } from 'pg';
import { z } from 'zod';
import type { Policy } from '../../policy/policy.ts';
import type { PublicationEntry } from './publication.ts';
import { readPublication } from './read-publication.ts';
import { type Published, writePublication } from './write-publication.ts';

export interface PublishSurroundings {
  readonly policy: Policy;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  /** Where the summary goes; standard output. */
  readonly out?: NodeJS.WritableStream;
}

const usage = 'usage: publish --data <file or folder of .json, .jsonl, .ndjson> [--replace]';

const settings = {
  NODE_ENV: commonSettings.NODE_ENV,
  /** The role that owns the trust's tables. */
  MIGRATION_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
};

/**
 * Publishes articles and notices: `publish --data <path> [--replace]` (D3 W14 U11 K4). All of it is written, or nothing;
 * what is there already is put in the place of its older version, and with `--replace` what is not in the data is removed.
 * @throws SettingsError for wrong arguments, settings or entries
 */
export async function runPublish(args: readonly string[], surroundings: PublishSurroundings): Promise<Published> {
  const { data, replace } = readArguments(args);
  const { MIGRATION_DATABASE_URL } = readSettings(settings, surroundings.env);
  const entries = await readPublication(data);
  const client = new Client({ connectionString: MIGRATION_DATABASE_URL, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { policy, clock = systemClock } = surroundings;
    const author = policy.trust.name;
    const published = await writePublication(entries, { client, replace, author, now: clock() });
    (surroundings.out ?? process.stdout).write(describe(published, entries, policy));
    return published;
  } finally {
    await client.end();
  }
}

function readArguments(args: readonly string[]): { data: string; replace: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { data: { type: 'string' }, replace: { type: 'boolean', default: false } },
    });
    if (values.data) return { data: values.data, replace: values.replace };
  } catch {
    // told below
  }
  throw new SettingsError(usage);
}

function describe({ written, removed }: Published, entries: readonly PublicationEntry[], policy: Policy): string {
  const hidden = entries.filter(
    (entry) => entry.type === 'article' && policy.help.articles[entry.kind].state !== 'OFFERED',
  );
  return [
    `${policy.trust.key}: ${entries.length} entries read, ${written} new or changed, ${removed} removed`,
    ...(hidden.length > 0
      ? [`${hidden.length} of them are of a kind that the policy does not offer: they do not show`]
      : []),
    '',
  ].join('\n');
}
