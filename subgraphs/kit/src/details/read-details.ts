import { mustBeOwn } from '../access/viewer.ts';
import type { PatientContent } from '../storage/content.ts';
import type { ReaderParts } from '../storage/readers.ts';

/** What a patient has chosen at this trust. */
export interface Choices {
  /** Letters without paper (W6). */
  readonly paperless: boolean;
  /** Text messages of this trust (K10). */
  readonly texts: boolean;
}

/** Until a patient says otherwise: paper, and texts. */
export const defaultChoices: Choices = { paperless: false, texts: true };

/** What only the patient reads of themselves. */
export interface DetailsReaders {
  /** The patient as the trust knows them; null when there is no such record. */
  details(recordId: string): Promise<PatientContent | null>;
  choices(recordId: string): Promise<Choices>;
}

/** Readers of the viewer's own details; a carer or clinician is refused. */
export function createDetailsReaders({ viewer, queries, vault, clock }: ReaderParts): DetailsReaders {
  return {
    details: async (recordId) => {
      mustBeOwn(viewer, recordId, clock());
      const [row] = await queries.query<{ content: Buffer }>('select content from record where id = $1', [recordId]);
      return row ? vault.open<PatientContent>(row.content, `record/${recordId}`) : null;
    },
    choices: async (recordId) => {
      mustBeOwn(viewer, recordId, clock());
      const [row] = await queries.query<Choices & { [column: string]: unknown }>(
        'select paperless, texts from preference where record_id = $1',
        [recordId],
      );
      return row ?? defaultChoices;
    },
  };
}
