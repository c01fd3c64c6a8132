import { createHash } from 'node:crypto';
import type { Attachment, Binary } from './fhir.ts';
import { defined, list, textOf } from './fhir-values.ts';
import type { DocumentFile, MapContext } from './mapping.ts';
import type { Entry } from './names.ts';
import { plainText } from './plain-text.ts';
import { reasons, SetAside } from './set-aside.ts';

/** What the attachments of a document hold: words, a file, or both. */
export interface Body {
  readonly text?: string;
  readonly file?: DocumentFile;
}

/** Kinds of file that a browser shows without running anything in them. */
const shownFiles: ReadonlySet<string> = new Set(['application/pdf', 'image/jpeg', 'image/png']);

/**
 * Reads the attachments of one document: the same in several forms, so that the first text and the first file count.
 * @throws SetAside with the reason of the first attachment when none can be used
 */
export function readAttachments(
  attachments: readonly (Attachment | undefined)[],
  from: Entry,
  context: MapContext,
): Body {
  const bodies: Body[] = [];
  const faults: SetAside[] = [];
  for (const attachment of attachments) {
    try {
      if (attachment) bodies.push(readAttachment(attachment, from, context));
    } catch (error) {
      if (!(error instanceof SetAside)) throw error;
      faults.push(error);
    }
  }
  if (bodies.length === 0) throw faults[0] ?? new SetAside(reasons.noContent);
  for (const { reason } of faults) context.remark(reason);
  const [text, file] = [bodies.find((body) => body.text)?.text, bodies.find((body) => body.file)?.file];
  return defined<Body>({ text, file });
}

function readAttachment(attachment: Attachment, from: Entry, context: MapContext): Body {
  const { data, contentType } = textOf(attachment.data) ? attachment : binaryOf(attachment, from, context);
  const bytes = decodeBase64(data ?? '');
  const type = mediaType(attachment.contentType ?? contentType, bytes);
  if (type === 'text/plain') return textBody(decodeText(bytes, attachment.contentType));
  if (type === 'text/html' || type === 'application/xhtml+xml')
    return textBody(plainText(decodeText(bytes, attachment.contentType)));
  if (!shownFiles.has(type)) throw new SetAside(reasons.unknownContentType);
  if (type === 'application/pdf' && !bytes.subarray(0, 1_024).includes('%PDF-')) throw new SetAside(reasons.notAPdf);
  return { file: { contentType: type, bytes } };
}

function binaryOf(attachment: Attachment, from: Entry, context: MapContext): Binary {
  if (textOf(attachment.url) === undefined) throw new SetAside(reasons.noContent);
  const inline = /^data:([^,]*?)(;base64)?,(.*)$/s.exec(attachment.url ?? '');
  if (inline?.[2] && inline[3])
    return { resourceType: 'Binary', ...(inline[1] && { contentType: inline[1] }), data: inline[3] };
  const found = context.find<Binary>({ reference: attachment.url ?? '' }, from, 'Binary');
  if (found?.resource.resourceType !== 'Binary') throw new SetAside(reasons.fileElsewhere);
  if (textOf(found.resource.data) === undefined) throw new SetAside(reasons.noContent);
  return found.resource;
}

function textBody(text: string): Body {
  const trimmed = text.replaceAll('\0', '').replace(/\r\n?/g, '\n').trim();
  if (!trimmed) throw new SetAside(reasons.noContent);
  return { text: trimmed };
}

/** Strict, because Buffer reads anything as base64; whitespace and the URL-safe letters are allowed. */
export function decodeBase64(written: string): Buffer {
  const plain = /[\s_-]/.test(written)
    ? written.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')
    : written;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(plain) || plain.replace(/=+$/, '').length % 4 === 1)
    throw new SetAside(reasons.badBase64);
  return Buffer.from(plain, 'base64');
}

function mediaType(written: string | undefined, bytes: Buffer): string {
  const type = textOf(written)?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined) return type === 'image/jpg' ? 'image/jpeg' : type;
  return bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? 'application/pdf' : 'text/plain';
}

function decodeText(bytes: Buffer, contentType: string | undefined): string {
  if (/charset="?(iso-8859-1|latin1|windows-1252|us-ascii)/i.test(contentType ?? ''))
    return new TextDecoder('windows-1252').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What a file adds to the keyed digest of its item. */
export function fingerprint(file: DocumentFile | undefined): string {
  return file ? `${file.contentType} ${createHash('sha256').update(file.bytes).digest('base64')}` : '';
}

/** The fields of a content that tell of its body; the item's own id serves as the document's. */
export function bodyFields(body: Body, documentId: string) {
  const { text, file } = body;
  return { text, documentId: file && documentId, contentType: file?.contentType, size: file?.bytes.length };
}

/** All attachments of a DocumentReference. */
export function attachmentsOf(
  content: readonly { readonly attachment?: Attachment }[] | undefined,
): (Attachment | undefined)[] {
  return list(content).map(({ attachment }) => attachment);
}
