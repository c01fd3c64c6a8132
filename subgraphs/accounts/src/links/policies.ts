import { readFile } from 'node:fs/promises';
import { sections, sectionStates, trusts } from '@crosstrust/contract';
import { SettingsError } from '@crosstrust/service';
import { z } from 'zod';
import { registrationPolicy } from '../registration/registration-policy.ts';

const said = { words: z.string(), rule: z.string() };
const refused = z.object({ allowed: z.literal(false), ...said });

const trustPolicy = z.object({
  /** Whom besides the patient it lets in. */
  sharing: z.object({
    carer: z.discriminatedUnion('allowed', [
      refused,
      z.object({
        allowed: z.literal(true),
        mayChange: z.boolean(),
        untilAge: z.object({ years: z.int(), rule: z.string() }).optional(),
        ...said,
      }),
    ]),
    clinician: z.discriminatedUnion('allowed', [
      refused,
      z.object({ allowed: z.literal(true), longestMinutes: z.int(), ...said }),
    ]),
  }),
  /** What it says of each kind of content. */
  sections: z.record(z.enum(sections), z.object({ state: z.enum(sectionStates) })),
  /** Whole years. */
  minimumAge: z.object({ years: z.int() }),
  leaving: z.object({ after: z.object({ words: z.string() }), stopTexts: z.object({ words: z.string() }) }),
  linking: z.object({ match: z.array(z.string()), words: z.string() }),
  registration: registrationPolicy,
});

/** What this service reads of a trust's policy. */
export type TrustPolicy = z.infer<typeof trustPolicy>;

/** What this service tells of each trust's policy, by the trust's key. The trust itself enforces it. */
export type PolicyTable = ReadonlyMap<string, TrustPolicy>;

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
