import { appointmentSections, type Section, type TrustEntry, trusts } from '@crosstrust/contract';
import { appointmentKinds, appointmentModes, appointmentStatuses, constantCase } from '@crosstrust/kit';
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const optional = <Type extends z.ZodType>(type: Type) => type.nullish().transform((value) => value ?? undefined);
const source = z.object({ key: z.string(), name: z.string(), odsCodes: z.array(z.string()) });

const itemSchema = z.object({
  id: z.uuid(),
  kind: z.enum(appointmentKinds.map(constantCase)),
  title: z.string(),
  status: z.enum(appointmentStatuses.map(constantCase)),
  mode: z.enum(appointmentModes.map(constantCase)),
  startsAt: instant,
  endsAt: optional(instant),
  source,
  place: optional(z.string()),
  postcode: optional(z.string()),
  latitude: optional(z.number().min(-90).max(90)),
  longitude: optional(z.number().min(-180).max(180)),
  sameAs: z.array(z.string()),
  updatedAt: instant,
});
/** An appointment as one trust tells it. */
export type Item = z.output<typeof itemSchema>;

const pointSchema = z.object({
  resultId: z.uuid(),
  code: z.object({ system: z.string(), code: z.string() }),
  name: z.string(),
  number: z.number(),
  unit: optional(z.string()),
  comparator: optional(z.string()),
  low: optional(z.number()),
  high: optional(z.number()),
  takenAt: instant,
  source,
});
/** One number of a result as one trust tells it. */
export type Point = z.output<typeof pointSchema>;

const count = z.int().min(0);
const sectionsSchema = z.array(z.object({ section: z.string(), state: z.string() }));

/**
 * What came of one linked trust. `missing`: it did not answer, refused, or sent what cannot be read; `not-shown`: it
 * answered that it shows none.
 */
export type Part<Value> = readonly Value[] | 'missing' | 'not-shown';

/** A linked record as the gateway hands it on. */
export interface LinkedRecord<Value> {
  readonly trust: TrustEntry;
  /** The record's id at the trust; absent where nothing came. */
  readonly record?: string | undefined;
  readonly part: Part<Value>;
  /** How many more the trust has that could not be shown. */
  readonly setAside: number;
}

interface PartKind<Value> {
  readonly field: string;
  /** The field that counts what could not be shown. */
  readonly setAside?: string;
  readonly sections: readonly Section[];
  readonly schema: z.ZodType<Value>;
}

const appointments: PartKind<Item> = {
  field: 'timelineItems',
  setAside: 'timelineSetAside',
  sections: appointmentSections,
  schema: itemSchema,
};
const results: PartKind<Point> = { field: 'resultPoints', sections: ['TEST_RESULTS'], schema: pointSchema };

/** The appointments of each linked record. */
export const readAppointments = (records: unknown, list?: readonly TrustEntry[]): LinkedRecord<Item>[] =>
  readRecords(records, appointments, list);

/** The numbers of each linked record's results. */
export const readResults = (records: unknown, list?: readonly TrustEntry[]): LinkedRecord<Point>[] =>
  readRecords(records, results, list);

function readRecords<Value>(
  records: unknown,
  kind: PartKind<Value>,
  list: readonly TrustEntry[] = trusts,
): LinkedRecord<Value>[] {
  if (!Array.isArray(records)) throw new Error('the records of a patient did not come along');
  return records.flatMap((record: Record<string, unknown> | null) => {
    const trust = list.find(({ typePrefix }) => record?.['__typename'] === `${typePrefix}Record`);
    if (!trust || !record) return [];
    const setAside = count.safeParse(record[kind.setAside ?? '']).data ?? 0;
    return [{ trust, record: z.uuid().safeParse(record['id']).data, part: partOf(record, kind), setAside }];
  });
}

/** A trust that answered has said which sections it shows; so an empty list, none and no answer are three things. */
function partOf<Value>(record: Record<string, unknown>, { field, sections, schema }: PartKind<Value>): Part<Value> {
  const answered = sectionsSchema.safeParse(record['sections']).data;
  if (!answered || !z.uuid().safeParse(record['id']).success) return 'missing';
  const shows = answered.some(
    ({ section, state }) =>
      (sections as readonly string[]).includes(section) && (state === 'OFFERED' || state === 'FUTURE_ONLY'),
  );
  if (!shows) return 'not-shown';
  return z.array(schema).safeParse(record[field]).data ?? 'missing';
}

/** The trusts of the records whose part is this word. */
export const trustsThat = (word: 'missing' | 'not-shown', records: readonly LinkedRecord<unknown>[]): TrustEntry[] =>
  records.filter(({ part }) => part === word).map(({ trust }) => trust);
