import { sessionLevels } from '@crosstrust/contract';
import { z } from 'zod';
import { rule } from './rule.ts';

/** Who corrects a mistake in a record. */
export const mistakeRoutes = ['CARE_TEAM', 'NEXT_VISIT', 'GP_PRACTICE', 'HELPDESK'] as const;
/** What a mistake can be about. */
export const mistakeTopics = ['IMPORTANT', 'NOT_URGENT', 'PERSONAL_DETAILS'] as const;
const mistake = z.strictObject({ to: z.enum(mistakeRoutes), words: z.string().min(1), rule });

/** Where a report of a mistake goes, by what it is about (K15 D15). */
export const mistakesPolicy = z.strictObject({
  /** Something important: it bears on care now. */
  IMPORTANT: mistake,
  /** Something that can wait. */
  NOT_URGENT: mistake,
  /** Name, address, birth date, phone, email. */
  PERSONAL_DETAILS: mistake,
});

/** The patient's details as the trust holds them, and how they are changed (U7 D15). */
export const detailsPolicy = z.strictObject({
  changeAt: z.strictObject({ words: z.string().min(1), url: z.url({ protocol: /^https$/ }).optional(), rule }),
});

const choice = z.discriminatedUnion('offered', [
  z.strictObject({ offered: z.literal(false), words: z.string().min(1), rule }),
  z.strictObject({ offered: z.literal(true), level: z.enum(sessionLevels), words: z.string().min(1), rule }),
]);

/** What the patient chooses at this trust: letters without paper (W6), text messages (K10). */
export const preferencesPolicy = z.strictObject({ paperless: choice, texts: choice });

const said = z.strictObject({ words: z.string().min(1), rule });

/** What a patient is told who leaves this trust's portal (K9), and who stops its text messages with it. */
export const leavingPolicy = z.strictObject({
  /** How they hear from the trust afterwards, and how they come back (K1). */
  after: said,
  /** What comes of stopping text messages (K10). */
  stopTexts: said,
  /** The last text: it confirms, and says how to get texts again (K11). */
  closingText: said,
});

/** Letters that still come by post (D9). */
export const postPolicy = z.strictObject({
  /** Departments whose letters are posted, in lower case, as a letter's own department or specialty has it. */
  departments: z.array(z.string()),
  /** Whether a letter with enclosures is posted. */
  enclosures: z.boolean(),
  words: z.string().min(1),
  rule,
});
