import type { Mode } from './appointments.ts';
import type { Chapter } from './chapter.ts';
import { type DocumentSketch, documentResource } from './documents.ts';
import { appointmentLetter, clinicLetter } from './letters.ts';
import { makePdf } from './pdf.ts';
import type { Resource } from './resources.ts';

/** The letter that tells of a visit to come. `name`: what tells it from the chapter's other letters. */
export function tellOfVisit(
  chapter: Chapter,
  name: string,
  letter: {
    readonly appointment: Resource;
    readonly start: string;
    readonly mode: Mode;
    readonly written: string;
    readonly as: 'pdf' | 'text';
    readonly replaces?: Resource;
    readonly enclosures?: readonly string[];
  },
): Resource {
  const { hospital, specialty, location } = chapter;
  const { start, mode, written, as, replaces, enclosures = [] } = letter;
  const confirms = hospital.letters === 'confirmation and outcome';
  const title = `${replaces ? 'Changed: your' : confirms ? 'Confirmation of your' : 'Your'} ${specialty.name} appointment`;
  const lines = appointmentLetter(chapter, { start, where: String(location['name']), mode, written, enclosures });
  return document(chapter, name, {
    type: confirms ? 'confirmationLetter' : 'appointmentLetter',
    title,
    date: written,
    ...bodyOf(title, lines, as),
    appointment: letter.appointment,
    enclosures,
    ...(replaces ? { replaces } : {}),
  });
}

/** What the clinic wrote after a visit. */
export function tellOfOutcome(
  chapter: Chapter,
  name: string,
  letter: {
    readonly start: string;
    readonly written: string;
    readonly encounter?: Resource;
    readonly as: 'pdf' | 'text';
    readonly enclosures?: readonly string[];
  },
): Resource {
  const { hospital, specialty } = chapter;
  const { start, written, encounter, as, enclosures = [] } = letter;
  const outcome = hospital.letters === 'confirmation and outcome';
  const title = `${specialty.name} clinic ${outcome ? 'outcome letter' : 'letter'}`;
  return document(chapter, name, {
    type: outcome ? 'outcomeLetter' : 'clinicLetter',
    title,
    date: written,
    ...bodyOf(title, clinicLetter(chapter, { start, written, enclosures }), as),
    encounter,
    enclosures,
  });
}

const document = (chapter: Chapter, name: string, sketch: Omit<DocumentSketch, 'id'>): Resource =>
  documentResource({ id: chapter.id('letter', name), ...sketch }, chapter.patient, chapter);

const bodyOf = (title: string, lines: readonly string[], as: 'pdf' | 'text') =>
  as === 'pdf'
    ? { contentType: 'application/pdf' as const, content: makePdf(title, lines) }
    : { contentType: 'text/plain' as const, content: Buffer.from(lines.join('\n')) };
