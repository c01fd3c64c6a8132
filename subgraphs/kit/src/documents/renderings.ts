import { renderCalendar } from '../calendar/render-calendar.ts';
import { renderFile, renderPdf, renderText } from '../letters/render-letter.ts';
import type { TrustContext } from '../graph/context.ts';
import type { LinkedDocument } from './document-links.ts';

/** A document as it goes over the wire. */
export interface Rendered {
  readonly contentType: string;
  readonly body: Buffer;
  /** What it is called where it is saved. ASCII, and nothing of the patient's. Absent: the browser's own choice. */
  readonly fileName?: string;
}

/**
 * Makes a document of an item, for a viewer who may open its record. It reads with the viewer's own readers, and is null
 * where the item does not show to them or has no such form.
 */
export type Rendering = (context: TrustContext, linked: LinkedDocument) => Promise<Rendered | null>;

/** The forms in which an item can be opened as a document, by the name that a link carries. */
export const renderings: ReadonlyMap<string, Rendering> = new Map<string, Rendering>([
  ['file', renderFile],
  ['pdf', renderPdf],
  ['text', renderText],
  ['calendar', renderCalendar],
]);
