import type { Section } from '@crosstrust/contract';
import type { ItemList } from '../graph/lists.ts';
import type { DischargeSummaryContent, LetterContent } from '../storage/content.ts';

export const letterList: ItemList = {
  type: 'Letter',
  sections: ['APPOINTMENT_LETTERS', 'CLINIC_LETTERS'],
  present: ({ enclosures = [], replaces = [], ...letter }: LetterContent) => ({ ...letter, enclosures, replaces }),
};

export const dischargeSummaryList: ItemList = {
  type: 'DischargeSummary',
  sections: ['DISCHARGE_SUMMARIES'],
  present: (content: DischargeSummaryContent) => content,
};

/** Everything that a patient reads like a letter. */
export const readableSections: readonly Section[] = [...letterList.sections, ...dischargeSummaryList.sections];
