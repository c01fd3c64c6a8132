import { readFile } from 'node:fs/promises';
import { trusts } from '@crosstrust/contract';
import { SettingsError } from '@crosstrust/service';
import { z } from 'zod';

const trustPolicy = z.object({
  /** Whole years. */
  minimumAge: z.object({ years: z.int() }),
  linking: z.object({ match: z.array(z.string()), words: z.string() }),
});

/** What this service tells of each trust's policy, by the trust's key. The trust itself enforces it. */
export type PolicyTable = ReadonlyMap<string, z.infer<typeof trustPolicy>>;

/** Reads the generated table of policies. @throws SettingsError when it is missing, malformed, or has no entry for a trust on the list */
export async function readPolicies(path: string): Promise<PolicyTable> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new SettingsError('POLICIES: the file cannot be read; it is made by npm run compose');
  });
  const parsed = z.record(z.string(), trustPolicy).safeParse(parseJson(text));
  const missing = trusts.filter(({ key }) => !parsed.data?.[key]).map(({ key }) => key);
  if (!parsed.success || missing.length > 0)
    throw new SettingsError(`POLICIES: not a table of policies, or without ${missing.join(', ')}`);
  return new Map(Object.entries(parsed.data));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
