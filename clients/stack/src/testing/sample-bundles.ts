import { sampleBundle, sampleDiaries, samplePeople } from '../sample/write-samples.ts';

/** The day as which the tests of the samples make them: a Monday in summer. */
export const sampleDay = new Date('2026-06-15T12:00:00Z');

export interface SampleResource {
  readonly resourceType: string;
  readonly id: string;
  readonly [field: string]: unknown;
}
export interface SampleBundle {
  readonly entry: readonly { readonly fullUrl: string; readonly resource: SampleResource }[];
}

/** Everything that one trust is given of one of the cast. */
export function resourcesOf(key: string, trust: string, day = sampleDay): readonly SampleResource[] {
  const person = samplePeople(day).find((candidate) => candidate.key === key);
  if (!person) throw new Error(`no ${key} in the cast`);
  return (sampleBundle(person, trust, day) as SampleBundle).entry.map(({ resource }) => resource);
}

/** Every bundle that is written on a day: one for each person and trust, and the diaries. */
export function allBundles(
  day = sampleDay,
): readonly (SampleBundle & { readonly name: string; readonly trust: string })[] {
  const people = samplePeople(day);
  const lives = people.flatMap((person) =>
    person.trusts.map((trust) => ({
      ...(sampleBundle(person, trust, day) as SampleBundle),
      name: `${person.key} at ${trust}`,
      trust,
    })),
  );
  const trusts = [...new Set(people.flatMap((person) => person.trusts))];
  const diaries = trusts.flatMap((trust) => {
    const bundle = sampleDiaries(trust, day) as SampleBundle | undefined;
    return bundle ? [{ ...bundle, name: `diaries of ${trust}`, trust }] : [];
  });
  return [...lives, ...diaries];
}
