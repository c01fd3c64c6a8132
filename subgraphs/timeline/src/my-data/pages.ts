import type { AccountPart, ExportPart } from '@crosstrust/contract';
import { type Block, canWrite, settable } from '@crosstrust/kit';
import { listAt, textAt } from './loose.ts';
import { entriesOf, type TrustPart } from './read-parts.ts';
import { tellResource, type Told } from './tell-resource.ts';
import { counted, dayInWords, sayMissing, sayOfSection, sayWhatIsMissing, timeInWords, titles } from './words.ts';

/** What a PDF to read may hold. Beyond it is said what is left out; the JSON file has everything. */
export interface Bounds {
  /** Items of one section, the newest first. */
  readonly items: number;
  /** Characters of one letter. */
  readonly letter: number;
  /** Characters of the whole. */
  readonly whole: number;
  /** Characters without a break: setting a longer one takes the square of its length. */
  readonly word: number;
}
export const defaultBounds: Bounds = { items: 200, letter: 6_000, whole: 250_000, word: 300 };

/** The pages of everything, to read: what is missing first, then hospital by hospital and section by section. */
export function pagesOf(
  account: AccountPart,
  parts: readonly TrustPart[],
  madeAt: Date,
  bounds: Bounds = defaultBounds,
): Block[] {
  const byUrl = new Map<string | undefined, unknown>(
    entriesOf(parts).map(({ fullUrl, resource }) => [fullUrl, resource]),
  );
  const missing = sayWhatIsMissing(parts);
  const room = { left: bounds.whole };
  return [
    { as: 'H1', text: 'My hospital data' },
    { as: 'P', text: `Made on ${timeInWords(madeAt.toISOString())}.` },
    { as: 'H2', text: 'What is missing' },
    ...(missing.length > 0 ? missing : ['Every hospital that you have linked answered, with all that it shows.']).map(
      paragraph,
    ),
    paragraph(
      'What each hospital does not show here is said under its name. The JSON file has everything that is in this one, with all files and in full length.',
    ),
    { as: 'H2', text: 'About you' },
    ...aboutYou(account).map(paragraph),
    ...parts.flatMap((part) => hospital(part, (url) => byUrl.get(url), bounds, room)),
  ].map((block): Block => ({ ...block, text: writable(block.text, bounds.word) }) as Block);
}

const paragraph = (text: string): Block => ({ as: 'P', text });

function aboutYou({ name, nhsNumber, birthDate, mobile, email, shares }: AccountPart): string[] {
  return [
    [
      `Name: ${name}`,
      `NHS number: ${nhsNumber.replace(/^(...)(...)(....)$/, '$1 $2 $3')}`,
      `Date of birth: ${dayInWords(birthDate)}`,
      ...(mobile ? [`Mobile: ${mobile}`] : []),
      ...(email ? [`Email: ${email}`] : []),
    ].join('\n'),
    ...shares.map(
      ({ to, createdAt, until }) =>
        `You share with ${to} since ${dayInWords(createdAt)}${until ? `, until ${dayInWords(until)}` : ''}.`,
    ),
  ];
}

type Find = (url: string | undefined) => unknown;
interface Room {
  left: number;
}

function hospital({ trust, part, missing }: TrustPart, find: Find, bounds: Bounds, room: Room): Block[] {
  const heading: Block = { as: 'H2', text: trust.name };
  if (!part) return [heading, paragraph(sayMissing(trust, missing))];
  return [
    heading,
    ...(trust.linkedAt ? [paragraph(`Linked on ${dayInWords(trust.linkedAt)}.`)] : []),
    paragraph(holdsOf(find(`urn:uuid:${part.record}`))),
    ...part.sections.flatMap((section) => sectionPages(section, find, bounds, room)),
  ];
}

/** The patient as the hospital has them: another may have something else. */
function holdsOf(patient: unknown): string {
  const contacts = listAt(patient, 'telecom').flatMap((point) => textAt(point, 'value') ?? []);
  const lines = listAt(patient, 'address', 0 as never, 'line').filter((line) => typeof line === 'string');
  const postcode = textAt(patient, 'address', 0, 'postalCode');
  const said = [textAt(patient, 'name', 0, 'text'), ...contacts, ...lines, postcode].filter(Boolean);
  return `The hospital has you as: ${said.join(', ')}.`;
}

function sectionPages(section: ExportPart['sections'][number], find: Find, bounds: Bounds, room: Room): Block[] {
  const blocks: Block[] = [{ as: 'H3', text: titles[section.section] }, paragraph(sayOfSection(section).join(' '))];
  let shown = 0;
  for (const url of section.entries.slice(0, bounds.items)) {
    const told = tellResource(find(url), find);
    const texts = textsOf(told, bounds.letter);
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (length > room.left) break;
    room.left -= length;
    shown += 1;
    blocks.push(...texts.map(paragraph));
  }
  const rest = section.entries.length - shown;
  if (rest > 0)
    blocks.push(paragraph(`${counted(rest, 'more item')} in the JSON file: this one would have grown too long.`));
  return blocks;
}

function textsOf({ title, lines, text }: Told, most: number): string[] {
  const head = [title, ...lines].join('\n');
  if (text === undefined) return [head];
  const paragraphs = text
    .slice(0, most)
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '');
  const cut = text.length > most ? ['The rest of this letter is in the JSON file.'] : [];
  return [head, ...paragraphs, ...cut];
}

/** What our PDFs have no letters for is not replaced by others: it is said that it stands in the JSON file. */
function writable(text: string, longest: number): string {
  const set = settable(text);
  const fits = set.split(/\s+/).every((word) => word.length <= longest);
  return fits && canWrite(set) ? set : 'This part has letters that a PDF of ours cannot show. It is in the JSON file.';
}
