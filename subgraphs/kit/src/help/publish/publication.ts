import { z } from 'zod';
import { canWrite } from '../../documents/font.ts';
import { articleKinds, helpTopics } from '../../policy/help.ts';

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected a name in lower case, digits and hyphens, 64 at most');
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !/[\p{Cc}]/u.test(text), 'expected plain text on one line');
const longestBody = 100_000;

/** An article as the trust hands it in. Plain text: what is written is what is read. */
const article = z
  .strictObject({
    type: z.literal('article'),
    /** Stays the same from one version to the next, and is part of a guide's address. */
    id,
    kind: z.enum(articleKinds),
    topic: line(100),
    title: line(200),
    /** Paragraphs. */
    body: z
      .array(line(5_000))
      .min(1)
      .refine((paragraphs) => paragraphs.join('').length <= longestBody, `expected at most ${longestBody} characters`),
    /** BCP 47 */
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .default('en-GB'),
    /** RFC 3339; it shows from then on. */
    publishedAt: instant,
    /** Where it stands among the others; those of one position by their id. */
    position: z.int().min(0).max(1_000_000).default(0),
  })
  .refine(({ kind, title, body }) => kind !== 'GUIDES' || [title, ...body].every(canWrite), {
    path: ['body'],
    message: 'its PDF cannot be set: a letter is not in the typeface',
  });
export type ArticleInput = z.output<typeof article>;

/** A known fault, shown between its times (K4). */
const notice = z
  .strictObject({
    type: z.literal('notice'),
    id,
    topic: z.enum(helpTopics),
    words: line(1_000),
    /** Steps in their order. */
    advice: z.array(line(500)).min(1),
    from: instant,
    until: instant,
  })
  .refine(({ from, until }) => from < until, { path: ['until'], message: 'expected to be after from' });
export type NoticeInput = z.output<typeof notice>;

/** One entry of what a trust publishes. */
export const publicationEntry = z.discriminatedUnion('type', [article, notice]);
export type PublicationEntry = z.output<typeof publicationEntry>;
