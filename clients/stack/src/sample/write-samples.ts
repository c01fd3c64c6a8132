import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faker } from '@faker-js/faker/locale/en_GB';
import { makeCalendar } from './calendar.ts';
import { freeSlots } from './clinics.ts';
import { sampleContent } from './content/index.ts';
import { hospitals } from './hospitals.ts';
import { lifeAt } from './life.ts';
import { makePeople, type Person } from './people.ts';
import type { Resource } from './resources.ts';

/** The sample patients as they are on a day. The same day gives the same people. */
export function samplePeople(today: Date): Person[] {
  return makePeople(faker, makeCalendar(today));
}

/** What one trust holds of one person, as a FHIR R4 transaction. */
export function sampleBundle(person: Person, trust: string, today: Date): object {
  const calendar = makeCalendar(today);
  const index = [...`${person.key}@${trust}`].map((letter) => letter.charCodeAt(0));
  faker.seed(index);
  const resources = (hospitals[trust] ?? []).flatMap((hospital) => lifeAt(faker, calendar, person, hospital));
  return bundleOf(resources);
}

/** Trusts where a patient moves an appointment by themselves (W8), so that their clinics' free places are told. */
const withDiaries: ReadonlySet<string> = new Set(['west-herts']);

/** The free places in the diaries of a trust's clinics, as a FHIR R4 transaction; undefined where it tells none. */
export function sampleDiaries(trust: string, today: Date): object | undefined {
  const open = (hospitals[trust] ?? []).filter(({ source }) => withDiaries.has(source));
  if (open.length === 0) return undefined;
  return bundleOf(open.flatMap((hospital) => freeSlots(hospital, makeCalendar(today))));
}

/** Where what one trust is given was written. */
export interface TrustSamples {
  /** A folder of FHIR R4 bundles. */
  readonly records: string;
  /** A file of articles and notices. */
  readonly content: string;
}

/** Writes each trust's share of the sample lives, and what it has to read, below a folder. */
export async function writeSamples(
  folder: string,
  today: Date,
): Promise<{ people: Person[]; trusts: Map<string, TrustSamples> }> {
  const people = samplePeople(today);
  const written = Object.keys(hospitals).map(async (trust) => {
    const patients = people.filter((person) => person.trusts.includes(trust));
    return [trust, await writeTrust(join(folder, trust), trust, patients, today)] as const;
  });
  return { people, trusts: new Map(await Promise.all(written)) };
}

async function writeTrust(
  folder: string,
  trust: string,
  patients: readonly Person[],
  today: Date,
): Promise<TrustSamples> {
  const records = join(folder, 'records');
  await mkdir(records, { recursive: true, mode: 0o700 });
  for (const person of patients)
    await writeJson(join(records, `${person.key}.json`), sampleBundle(person, trust, today));
  const diaries = sampleDiaries(trust, today);
  if (diaries) await writeJson(join(records, 'diaries.json'), diaries);
  const content = join(folder, 'content.json');
  await writeJson(content, sampleContent(trust, today));
  return { records, content };
}

const writeJson = (path: string, what: object): Promise<void> => writeFile(path, JSON.stringify(what), { mode: 0o600 });

/** Each resource once, though several steps of a life may have told of it. */
function bundleOf(resources: readonly Resource[]): object {
  const unique = new Map(resources.map((resource) => [resource.id, resource]));
  return { resourceType: 'Bundle', type: 'transaction', entry: [...unique.values()].map(toEntry) };
}

function toEntry(resource: Resource): object {
  return {
    fullUrl: `urn:uuid:${resource.id}`,
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  };
}
