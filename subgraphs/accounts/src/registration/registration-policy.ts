import { z } from 'zod';

const said = { words: z.string(), rule: z.string() };
const words = z.object(said);

/** What this service tells of how patients register with a trust. The trust itself enforces it. */
export const registrationPolicy = z.object({
  optional: words,
  before: words,
  needs: words,
  cost: words,
  self: z.discriminatedUnion('offered', [
    z.object({ offered: z.literal(false), ...said }),
    z.object({ offered: z.literal(true), appointment: z.enum(['none', 'outpatient', 'any']), ...said }),
  ]),
  invitation: z.discriminatedUnion('by', [
    z.object({ by: z.literal('nothing'), ...said }),
    z.object({
      by: z.enum(['link', 'codes']),
      lasts: z.object({ days: z.int() }),
      match: z.array(z.string()),
      ...said,
    }),
  ]),
  carer: z.object({ allowed: z.boolean(), ...said }),
  paperless: z.object({ asked: z.boolean() }),
});
export type RegistrationPolicy = z.infer<typeof registrationPolicy>;
