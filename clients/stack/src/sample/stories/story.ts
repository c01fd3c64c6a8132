import type { AppointmentSketch, Mode } from '../appointments.ts';
import { type Chapter, openChapter, placesOf, type Setting, visit } from '../chapter.ts';
import { takenSlot } from '../clinics.ts';
import { tellOfVisit } from '../correspondence.ts';
import type { Resource } from '../resources.ts';
import type { Site } from '../sites.ts';
import { type Specialty, specialties } from '../specialties.ts';

/** By person and hospital: `transport at west-herts`. */
export type Stories = Readonly<Record<string, (setting: Setting) => Resource[]>>;

/** The specialty with this name, of those that everybody may be seen for. */
export function specialtyOf(name: string): Specialty {
  const found = specialties.find((specialty) => specialty.name === name);
  if (!found) throw new Error(`no specialty ${name}`);
  return found;
}

type Coming = Partial<Omit<AppointmentSketch, 'id' | 'start' | 'end' | 'specialty'>> & {
  readonly start: string;
  readonly lasts?: number;
  readonly mode?: Mode;
  /** Whether it takes a place in the clinic's diary. */
  readonly fromDiary?: boolean;
};

/** One visit to come, as `visit` tells it, with what is usual left out. */
export function coming(chapter: Chapter, name: string, { fromDiary = false, lasts = 30, ...told }: Coming): Resource[] {
  const mode = told.mode ?? 'In-person';
  const key = `${chapter.person.key} ${name}`;
  const taken = fromDiary ? takenSlot(chapter, { start: told.start, lasts, mode, key }) : undefined;
  const appointment = visit(chapter, name, {
    status: 'booked',
    type: 'follow-up',
    slot: taken?.slot,
    ...told,
    mode,
    lasts,
  });
  return [...(taken ? [taken.schedule, taken.slot] : []), appointment];
}

/** The same with the letter that tells of it. */
export function comingWithLetter(
  chapter: Chapter,
  name: string,
  told: Coming & { readonly written: string; readonly as?: 'pdf' | 'text'; readonly enclosures?: readonly string[] },
): Resource[] {
  const { written, as = 'pdf', enclosures = [], ...visitTold } = told;
  const resources = coming(chapter, name, visitTold);
  const appointment = resources.at(-1) as Resource;
  const mode = told.mode ?? 'In-person';
  return [...resources, tellOfVisit(chapter, name, { appointment, start: told.start, mode, written, as, enclosures })];
}

/** A chapter with the resources that it rests on. */
export function open(setting: Setting, specialty: Specialty, site?: Site): { chapter: Chapter; places: Resource[] } {
  const chapter = openChapter(setting, specialty, site);
  return { chapter, places: placesOf(chapter) };
}
