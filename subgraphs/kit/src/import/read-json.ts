import { Readable } from 'node:stream';
import { chain } from 'stream-chain';
import { pick } from 'stream-json/filters/pick.js';
import { parser } from 'stream-json/parser.js';
import { streamArray } from 'stream-json/streamers/stream-array.js';
import type { Resource } from './fhir.ts';
import { type Reason, reasons } from './set-aside.ts';

/** What is found in a file, one at a time. `position`: the line of an NDJSON file, else the place among the file's resources, from 1. */
export type Found =
  | { readonly kind: 'resource'; readonly resource: Resource; readonly fullUrl?: string; readonly position: number }
  /** JSON that is no FHIR resource, or an entry without one (a request to delete, an answer). */
  | { readonly kind: 'other' }
  | { readonly kind: 'fault'; readonly reason: Reason; readonly position: number };

/** Bytes up to which a file or a line is read at once. Larger ones are streamed entry by entry. */
export const atOnceBytes = 16 * 1024 * 1024;

/** The resources of a file: one resource, a Bundle of any type, a list of them, or one a line. Memory does not grow with the file. */
export async function* readJson(name: string, stream: Readable, limit = atOnceBytes): AsyncGenerator<Found> {
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(name)) return yield* readLines(stream, limit);
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const { head, ended } = await readHead(chunks, limit);
  if (ended) return yield* readWhole(head, limit);
  const whole = Readable.from(joined(head, chunks), { objectMode: false });
  yield* looksLikeLines(head) ? readLines(whole, limit) : readStreamed(whole, head);
}

async function readHead(chunks: AsyncIterator<Buffer>, limit: number): Promise<{ head: Buffer; ended: boolean }> {
  const parts: Buffer[] = [];
  for (let size = 0; size <= limit; ) {
    const { value, done } = await chunks.next();
    if (done) return { head: Buffer.concat(parts), ended: true };
    parts.push(value);
    size += value.length;
  }
  return { head: Buffer.concat(parts), ended: false };
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* readWhole(bytes: Buffer, limit: number): AsyncGenerator<Found> {
  const value = parse(bytes);
  if (value !== undefined) return yield* expand(value, { position: 0 });
  if (looksLikeLines(bytes)) return yield* readLines(Readable.from([bytes]), limit);
  yield { kind: 'fault', reason: reasons.notJson, position: 0 };
}

/** A file without line breaks inside its resources is NDJSON whatever its name. */
function looksLikeLines(head: Buffer): boolean {
  const end = head.indexOf(10);
  const first = end > 0 ? parse(head.subarray(0, end)) : undefined;
  return typeof first === 'object' && first !== null && 'resourceType' in first;
}

async function* readLines(stream: Readable, limit: number): AsyncGenerator<Found> {
  const counter = { position: 0 };
  for await (const line of linesOf(stream, limit)) {
    counter.position += 1;
    if (line === 'too large') yield { kind: 'fault', reason: reasons.tooLarge, position: counter.position };
    else if (line.some((byte) => byte > 32)) yield* readLine(line, counter.position);
  }
}

function* readLine(line: Buffer, position: number): Generator<Found> {
  const value = parse(line);
  if (value === undefined) yield { kind: 'fault', reason: reasons.notJson, position };
  else
    yield* [...expand(value, { position: position - 1 })].map((found) =>
      found.kind === 'resource' ? { ...found, position } : found,
    );
}

async function* linesOf(stream: Readable, limit: number): AsyncGenerator<Buffer | 'too large'> {
  let parts: Buffer[] = [];
  let size = 0;
  const take = (last: Buffer): Buffer | 'too large' => {
    const line = size + last.length > limit ? 'too large' : Buffer.concat([...parts, last]);
    [parts, size] = [[], 0];
    return line;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield take(chunk.subarray(start, end));
      start = end + 1;
    }
    size += chunk.length - start;
    if (size > limit) parts = [];
    else parts.push(chunk.subarray(start));
  }
  yield take(Buffer.alloc(0));
}

/** A Bundle or list that is too large to hold: its entries one by one. */
async function* readStreamed(stream: Readable, head: Buffer): AsyncGenerator<Found> {
  const isList = head
    .subarray(0, 64)
    .toString()
    .replace(/^\uFEFF/, '')
    .trimStart()
    .startsWith('[');
  const stages = isList ? [parser(), streamArray()] : [parser(), pick({ filter: 'entry' }), streamArray()];
  const elements = chain([stream, ...stages] as Parameters<typeof chain>[0]) as unknown as AsyncIterable<{
    value: unknown;
  }>;
  const counter = { position: 0 };
  let count = 0;
  try {
    for await (const { value } of elements) {
      count += 1;
      yield* isList ? expand(value, counter) : expandEntry(value, counter);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    yield { kind: 'fault', reason: reasons.notJson, position: counter.position };
    return;
  }
  if (count === 0) yield { kind: 'fault', reason: reasons.tooLarge, position: 0 };
}

interface Counter {
  position: number;
}

function* expand(value: unknown, counter: Counter, fullUrl?: string): Generator<Found> {
  if (Array.isArray(value)) {
    for (const each of value) yield* expand(each, counter);
  } else if (!isResource(value)) {
    yield { kind: 'other' };
  } else if (value.resourceType === 'Bundle') {
    const { entry } = value as { entry?: unknown };
    for (const each of Array.isArray(entry) ? entry : []) yield* expandEntry(each, counter);
  } else {
    counter.position += 1;
    yield { kind: 'resource', resource: value, ...(fullUrl !== undefined && { fullUrl }), position: counter.position };
  }
}

function expandEntry(entry: unknown, counter: Counter): Generator<Found> {
  const { resource, fullUrl } = (entry ?? {}) as { resource?: unknown; fullUrl?: unknown };
  return expand(resource, counter, typeof fullUrl === 'string' && fullUrl ? fullUrl : undefined);
}

function isResource(value: unknown): value is Resource {
  return (
    typeof value === 'object' && value !== null && 'resourceType' in value && typeof value.resourceType === 'string'
  );
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
