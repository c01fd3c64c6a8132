import { minutesAfter } from './calendar.ts';
import type { Chapter } from './chapter.ts';
import { documentResource, documentTypes, encounterResource } from './documents.ts';
import { dischargeText } from './letters.ts';
import { reference, type Resource } from './resources.ts';

/** A stay of three nights half a year ago, which began in the emergency department, with its discharge summary. */
export function stayResources(chapter: Chapter): Resource[] {
  const { faker, calendar, specialty, patient, id } = chapter;
  const daysAgo = faker.number.int({ min: 150, max: 260 });
  const arrival = calendar.time(-daysAgo, '06:50');
  const start = minutesAfter(arrival, 200);
  const end = minutesAfter(start, 3 * 24 * 60 + 120);
  const emergency = encounterResource(
    { id: id('encounter', 'emergency'), kind: 'EMER', start: arrival, end: start, reason: specialty.reason },
    patient,
    chapter,
  );
  const stay = encounterResource(
    { id: id('encounter', 'stay'), kind: 'IMP', start, end, reason: specialty.reason },
    patient,
    chapter,
  );
  const words = dischargeText(chapter, { start, end });
  const asComposition = faker.datatype.boolean();
  return [
    emergency,
    stay,
    asComposition ? summaryComposition(chapter, stay, end, words) : summaryDocument(chapter, stay, end, words),
  ];
}

type Words = ReturnType<typeof dischargeText>;
const sections = {
  admission: 'Admission',
  findings: 'What was found',
  medicines: 'Medicines',
  advice: 'What happens next',
} as const;

function summaryDocument(chapter: Chapter, encounter: Resource, end: string, words: Words): Resource {
  const text = Object.entries(sections)
    .map(([key, title]) => `${title}\n${words[key as keyof Words]}`)
    .join('\n\n');
  return documentResource(
    {
      id: chapter.id('discharge summary'),
      type: 'dischargeSummary',
      title: 'Discharge summary',
      date: end,
      contentType: 'text/plain',
      content: Buffer.from(text),
      encounter,
    },
    chapter.patient,
    chapter,
  );
}

function summaryComposition(chapter: Chapter, encounter: Resource, end: string, words: Words): Resource {
  return {
    resourceType: 'Composition',
    id: chapter.id('discharge summary'),
    status: 'final',
    type: documentTypes.dischargeSummary,
    subject: reference(chapter.patient),
    encounter: reference(encounter),
    date: end,
    author: [reference(chapter.practitioner)],
    title: 'Discharge summary',
    custodian: reference(chapter.organisation),
    section: Object.entries(sections).map(([key, title]) => ({
      title,
      text: {
        status: 'generated',
        div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${words[key as keyof Words]}</p></div>`,
      },
    })),
  };
}
