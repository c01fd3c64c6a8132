import { createReadStream, type Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** A file of the data, to be read once before the next is asked for. */
export interface SourceFile {
  /** As it is told to people: relative to the data that was given. */
  readonly name: string;
  readonly stream: Readable;
}

const readable = /\.(json|ndjson|jsonl)$/i;
const archive = /\.(tar|tar\.gz|tgz)$/i;

/** Whether a file's name says that it may hold FHIR. */
export function isReadable(name: string): boolean {
  return readable.test(name.replace(/\.gz$/i, '')) || archive.test(name);
}

/**
 * Every file below a folder, in an archive, or the one that is named; nothing is held but the one being read. Files of
 * other kinds are told to `passOver`, and an archive that breaks off to `damaged`; the rest goes on.
 */
export async function* readSource(
  path: string,
  told: { passOver(name: string): void; damaged(name: string): void },
): AsyncGenerator<SourceFile> {
  const found = await stat(path);
  if (found.isDirectory()) return yield* readFolder(path, basename(path), told);
  yield* readFile(path, basename(path), told, found);
}

type Told = Parameters<typeof readSource>[1];

async function* readFolder(path: string, name: string, told: Told): AsyncGenerator<SourceFile> {
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const [inside, shown] = [join(path, entry.name), `${name}/${entry.name}`];
    if (entry.isDirectory()) yield* readFolder(inside, shown, told);
    else if (entry.isFile() && isReadable(entry.name)) yield* readFile(inside, shown, told);
    else told.passOver(shown);
  }
}

async function* readFile(path: string, name: string, told: Told, found?: Stats): AsyncGenerator<SourceFile> {
  const stream = quiet(createReadStream(path, { highWaterMark: 262_144 }));
  try {
    if (archive.test(name)) return yield* readArchive(stream, name, told);
    if (!isReadable(name) && found === undefined) return told.passOver(name);
    yield { name, stream: /\.gz$/i.test(name) ? gunzip(stream) : stream };
  } finally {
    stream.destroy();
  }
}

async function* readArchive(stream: Readable, name: string, told: Told): AsyncGenerator<SourceFile> {
  const files = quiet(extract());
  const flowing = pipeline(/z$/i.test(name) ? [stream, createGunzip(), files] : [stream, files]).catch((error) =>
    files.destroy(error),
  );
  try {
    for await (const entry of files) {
      const shown = `${name}/${entry.header.name}`;
      if (entry.header.type === 'file' && isReadable(shown) && !archive.test(shown)) {
        const inside = quiet(entry as unknown as Readable);
        yield { name: shown, stream: /\.gz$/i.test(shown) ? gunzip(inside) : inside };
      } else if (entry.header.type === 'file') told.passOver(shown);
      entry.resume();
    }
  } catch {
    told.damaged(name);
  }
  await flowing;
}

function gunzip(stream: Readable): Readable {
  const unpacked = createGunzip();
  stream.on('error', (error) => unpacked.destroy(error));
  return stream.pipe(quiet(unpacked));
}

/** A fault may come before somebody reads; it stays with the stream, and whoever reads meets it then. */
function quiet<Stream extends NodeJS.EventEmitter>(stream: Stream): Stream {
  stream.on('error', () => {});
  return stream;
}
