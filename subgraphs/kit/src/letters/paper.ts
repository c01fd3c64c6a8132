import type { DischargeSummaryContent, LetterContent } from '../storage/content.ts';

/** A letter or a summary as it stands on paper. */
export interface Paper {
  /** The trust that sent it. */
  readonly sender: string;
  readonly title: string;
  /** When it was written, who wrote it, and the like: what it is and what it says. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly text: string;
}

const longDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** The paper of a letter or a summary that came as text; null where it came without. */
export function paperOf(sender: string, content: LetterContent | DischargeSummaryContent): Paper | null {
  const { title, text } = content;
  if (text === undefined) return null;
  const facts = 'writtenAt' in content ? factsOfLetter(content) : factsOfSummary(content as DischargeSummaryContent);
  return { sender, title, text, facts: facts.flatMap(([name, value]) => (value ? [{ name, value }] : [])) };
}

type Facts = readonly (readonly [name: string, value: string | undefined])[];

const factsOfLetter = ({ writtenAt, department, author, enclosures = [] }: LetterContent): Facts => [
  ['Date', dayInWords(writtenAt)],
  ['Department', department],
  ['From', author],
  ['Enclosed', enclosures.join(', ')],
];

const factsOfSummary = ({ admittedAt, dischargedAt, specialty, clinician }: DischargeSummaryContent): Facts => [
  ['Admitted', dayInWords(admittedAt)],
  ['Discharged', dayInWords(dischargedAt)],
  ['Specialty', specialty],
  ['Clinician', [clinician?.name, clinician?.role].filter(Boolean).join(', ')],
];

/** `5 May 2026`: the day in Europe/London. */
const dayInWords = (instant: string | undefined) => (instant ? longDay.format(new Date(instant)) : undefined);
