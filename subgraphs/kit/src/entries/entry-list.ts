import type { ItemList } from '../graph/lists.ts';
import type { EntryContent } from '../storage/content.ts';

/** What the patient added to their record. */
export const entryList: ItemList = {
  type: 'PatientEntry',
  sections: ['PATIENT_ENTRIES'],
  present: (entry: EntryContent) => entry,
};
