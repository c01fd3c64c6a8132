import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faker } from '@faker-js/faker/locale/en_GB';
import { makeCalendar } from './calendar.ts';
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
  const unique = new Map(resources.map((resource) => [resource.id, resource]));
  return { resourceType: 'Bundle', type: 'transaction', entry: [...unique.values()].map(toEntry) };
}

/** Writes each trust's share of the sample lives into a folder of its own, and tells which folders there are. */
export async function writeSamples(
  folder: string,
  today: Date,
): Promise<{ people: Person[]; folders: Map<string, string> }> {
  const people = samplePeople(today);
  const trusts = [...new Set(people.flatMap((person) => person.trusts))];
  const folders = new Map(trusts.map((trust) => [trust, join(folder, trust)]));
  for (const [trust, path] of folders) {
    await mkdir(path, { recursive: true, mode: 0o700 });
    for (const person of people.filter((candidate) => candidate.trusts.includes(trust))) {
      await writeFile(join(path, `${person.key}.json`), JSON.stringify(sampleBundle(person, trust, today)), {
        mode: 0o600,
      });
    }
  }
  return { people, folders };
}

function toEntry(resource: Resource): object {
  return {
    fullUrl: `urn:uuid:${resource.id}`,
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  };
}
