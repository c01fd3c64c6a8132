import { z } from 'zod';
import { rule, words } from './rule.ts';

/** What somebody may need help with. */
export const helpTopics = ['TECHNICAL', 'APPOINTMENTS', 'ACCOUNT', 'DETAILS', 'RECORD', 'ANYTHING_ELSE'] as const;
export type HelpTopic = (typeof helpTopics)[number];

/** Where a question goes: our form, a desk of the trust, the team that made the booking, or the GP practice. */
export const helpDestinations = ['FORM', 'CONTACT', 'BOOKING_TEAM', 'GP_PRACTICE'] as const;

/** Kinds of article: health resources (D3), the help centre (W14), the FAQ and guides to download (U11). */
export const articleKinds = ['LIBRARY', 'HELP_CENTRE', 'GUIDES'] as const;
export type ArticleKind = (typeof articleKinds)[number];

/** What a trust explains of itself and of the record. */
export const aboutTopics = [
  'SECURITY',
  'WHAT_IS_HELD',
  'NOT_THE_FULL_RECORD',
  'GP_AND_DENTIST',
  'USE',
  'COST',
  'SHARING',
  'POST',
  'OPTIONAL',
] as const;

export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** A desk that answers, with its opening hours in Europe/London. */
const contact = z.strictObject({
  key: z.string(),
  name: z.string().min(1),
  /** E.164 */
  phone: z
    .string()
    .regex(/^\+\d{8,15}$/)
    .optional(),
  email: z.email().optional(),
  /** Absent: it is not known, or always open. */
  hours: z
    .strictObject({
      days: z.array(z.enum(weekdays)).min(1),
      opens: clockTime,
      closes: clockTime,
      /** What to do outside them. */
      outside: z.string().min(1).optional(),
    })
    .refine(({ opens, closes }) => opens < closes, 'opens before it closes, on one day')
    .optional(),
  /** Key of the one source whose desk it is. Absent: it answers for all of the record. */
  source: z.string().optional(),
  rule,
});

/** Whether a kind of article is there, and the trust's words about it. */
const articles = z.strictObject({
  state: z.enum(['OFFERED', 'NOT_YET', 'NOT_OFFERED']),
  words: z.string().min(1),
  rule,
});

/** Where help is: told to everybody, signed in or not. */
export const helpPolicy = z.strictObject({
  contacts: z.array(contact).min(1),
  /** Where each kind of question goes: to our form, or to a contact of the list above by its key. */
  routes: z.record(
    z.enum(helpTopics),
    z.strictObject({
      to: z.enum(helpDestinations),
      contact: z.string().optional(),
      words: z.string().min(1),
      rule,
    }),
  ),
  /** On every page (M11). */
  emergencies: words,
  /** How to find an NHS number (K3). */
  nhsNumber: words.extend({ url: z.url({ protocol: /^https$/ }) }),
  /** What kind of appointment it is and what to bring (K18). */
  appointmentQuestions: words,
  articles: z.record(z.enum(articleKinds), articles),
  /** What the trust explains of itself and of the record. */
  about: z.array(
    z.strictObject({
      topic: z.enum(aboutTopics),
      words: z.string().min(1),
      url: z.url({ protocol: /^https$/ }).optional(),
      rule,
    }),
  ),
});
export type HelpPolicy = z.output<typeof helpPolicy>;
