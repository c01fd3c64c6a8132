import { at, listAt, numberAt, textAt, wordsAt } from './loose.ts';
import { fact, type Told } from './tell-resource.ts';
import { dayInWords } from './words.ts';

/** A letter or a discharge summary, with its text where it came as text. */
export function tellLetter(resource: unknown): Told {
  const attachments = listAt(resource, 'content').map((content) => at(content, 'attachment'));
  const texts = attachments.filter(
    (each) => textAt(each, 'contentType')?.startsWith('text/plain') && textAt(each, 'data'),
  );
  const files = attachments.filter((each) => !texts.includes(each));
  const stay = listAt(resource, 'contained').find((each) => textAt(each, 'resourceType') === 'Encounter');
  const day = (value: string | undefined) => value && dayInWords(value);
  const enclosed = listAt(resource, 'extension')
    .filter((each) => textAt(each, 'url')?.endsWith('enclosure'))
    .flatMap((each) => textAt(each, 'valueString') ?? []);
  return {
    title: `${dayInWords(textAt(resource, 'date') ?? '')}: ${textAt(resource, 'description') ?? 'letter'}`,
    lines: [
      ...(textAt(resource, 'status') === 'superseded' ? ['Replaced by a later letter.'] : []),
      ...(textAt(resource, 'docStatus') === 'amended' ? ['Amended since it was first shown.'] : []),
      ...fact('Department', wordsAt(resource, 'context', 'practiceSetting')),
      ...fact('From', textAt(resource, 'author', 0, 'display')),
      ...fact('Admitted', day(textAt(stay, 'period', 'start'))),
      ...fact('Discharged', day(textAt(stay, 'period', 'end'))),
      ...fact('Enclosed', enclosed.join(', ')),
      ...files.map(tellFile),
    ],
    text:
      texts.map((each) => Buffer.from(textAt(each, 'data') ?? '', 'base64').toString('utf8')).join('\n\n') || undefined,
  };
}

function tellFile(attachment: unknown): string {
  const [type, size] = [textAt(attachment, 'contentType') ?? 'file', numberAt(attachment, 'size')];
  const kilobytes = size === undefined ? '' : `, ${Math.max(1, Math.round(size / 1000))} kB`;
  return textAt(attachment, 'data')
    ? `A file (${type}${kilobytes}) goes with it: it is in the JSON file.`
    : `A document (${type}${kilobytes}) goes with it: open it in the portal.`;
}
