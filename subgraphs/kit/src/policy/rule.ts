import { z } from 'zod';

/** Where a value comes from: a number of the requirements, or `assumed` where no FAQ says it and the trust may correct it. */
export const rule = z.union([z.string().regex(/^[KMWUD]\d+$/), z.literal('assumed')]);

/** What the patient reads, with where it comes from. */
export const words = z.strictObject({ words: z.string().min(1), rule });
