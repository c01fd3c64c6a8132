import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SettingsError } from '@crosstrust/service';
import { type PublicationEntry, publicationEntry } from './publication.ts';

/** An entry that was read, and where it stands: `guides.jsonl, line 3`. */
interface Found {
  readonly place: string;
  readonly value: unknown;
}

const mostTold = 20;

/**
 * Reads articles and notices from a file or a folder of files: JSON lines (.jsonl, .ndjson) or a JSON array (.json).
 * @throws SettingsError with a line for each entry that is wrong, by its place; nothing of a faulty publication is taken
 */
export async function readPublication(path: string): Promise<PublicationEntry[]> {
  const found = (await Promise.all((await filesAt(path)).map(readEntries))).flat();
  if (found.length === 0) throw new SettingsError(`there is nothing to publish at ${path}`);
  const places = new Map<string, string>();
  const problems: string[] = [];
  const entries: PublicationEntry[] = [];
  for (const { place, value } of found) {
    const parsed = publicationEntry.safeParse(value);
    if (!parsed.success) {
      problems.push(
        ...parsed.error.issues.map((issue) => `${place}: ${[...issue.path, ''].join(': ')}${issue.message}`),
      );
      continue;
    }
    const name = `${parsed.data.type} ${parsed.data.id}`;
    const before = places.get(name);
    if (before) problems.push(`${place}: id: the ${name} stands at ${before} already`);
    places.set(name, place);
    entries.push(parsed.data);
  }
  if (problems.length > 0)
    throw new SettingsError(['nothing was published:', ...problems.slice(0, mostTold)].join('\n'));
  return entries;
}

async function filesAt(path: string): Promise<string[]> {
  const entry = await stat(path).catch(() => {
    throw new SettingsError(`there is nothing to read at ${path}`);
  });
  if (!entry.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => /\.(json|jsonl|ndjson)$/.test(name));
  return names.toSorted().map((name) => join(path, name));
}

async function readEntries(path: string): Promise<Found[]> {
  const name = basename(path);
  const text = await readFile(path, 'utf8');
  if (!path.endsWith('.json'))
    return text
      .split('\n')
      .map((written, index) => ({ place: `${name}, line ${index + 1}`, written }))
      .filter(({ written }) => written.trim() !== '')
      .map(({ place, written }) => ({ place, value: parseJson(written, place) }));
  const list = parseJson(text, name);
  if (!Array.isArray(list)) throw new SettingsError(`${name}: expected a JSON array`);
  return list.map((value, index) => ({ place: `${name}, entry ${index + 1}`, value }));
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SettingsError(`${place}: this is not JSON`);
  }
}
