import { type Clock, findTrust, RegistryError, type TrustEntry } from '@crosstrust/contract';
import { DateTimeScalar } from '@crosstrust/kit';
import { calendarOf } from '../calendar/calendar-of.ts';
import { type Conflict, engagementOf, findClashes, findClashesWith } from '../clashes/find-clashes.ts';
import { toldOf, wordsForBooked, wordsForConsidered } from '../clashes/words.ts';
import { type Entry, foldEntries, type SourceOfEntry, sourcesDiffer } from '../entries/fold.ts';
import { isWithin, type PageArgs, pageEntries } from '../entries/page.ts';
import { type PlacedPoint, seriesOf } from '../history/series.ts';
import { readAppointments, readResults, trustsThat } from '../records.ts';
import type { TimelineContext } from './context.ts';

/** A patient as the gateway hands them on: their id at accounts, and what each linked trust said. */
export interface PatientParent {
  readonly id: string;
  readonly records: unknown;
}

export interface ClashArgs {
  readonly from?: Date | null;
  readonly to?: Date | null;
}

export interface ConsideredArgs {
  readonly startsAt: Date;
  readonly endsAt?: Date | null;
  readonly trust: string;
  readonly except?: string | null;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
  readonly mode?: string | null;
}

function timeline({ records }: PatientParent, args: PageArgs): object {
  const linked = readAppointments(records);
  const { edges, totalCount, hasNextPage, hasPreviousPage } = pageEntries(foldEntries(linked), args);
  const shown = edges.map(({ cursor, node }) => ({ cursor, node: presentEntry(node) }));
  return {
    edges: shown,
    nodes: shown.map(({ node }) => node),
    pageInfo: { hasNextPage, hasPreviousPage, startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor },
    totalCount,
    missing: trustsThat('missing', linked).map(presentTrust),
    notShown: trustsThat('not-shown', linked).map(presentTrust),
    setAside: linked.reduce((sum, { setAside }) => sum + setAside, 0),
  };
}

function clashes({ records }: PatientParent, { from, to }: ClashArgs, { clock }: { clock: Clock }): object {
  const linked = readAppointments(records);
  const since = from ?? clock();
  const found = findClashes(foldEntries(linked)).filter(({ first, second }) =>
    [first, second].some(({ item }) => isWithin(item.startsAt, since, to)),
  );
  return {
    clashes: found.map(({ first, second, ...conflict }) =>
      presentClash(conflict, wordsForBooked(conflict, toldOf(first.item), toldOf(second.item)), [first, second]),
    ),
    missing: trustsThat('missing', linked).map(presentTrust),
  };
}

function clashesWith({ records }: PatientParent, args: ConsideredArgs): object {
  const trust = checkConsidered(args);
  const linked = readAppointments(records);
  const entries = foldEntries(linked);
  const moved = entries.find(({ sources }) => sources.some(({ item }) => item.id === args.except));
  const item = moved?.sources.find((source) => source.item.id === args.except)?.item;
  const considered = engagementOf({
    startsAt: args.startsAt,
    endsAt: args.endsAt ?? undefined,
    mode: args.mode ?? item?.mode ?? 'IN_PERSON',
    latitude: args.latitude ?? item?.latitude,
    longitude: args.longitude ?? item?.longitude,
  });
  const told = { hospital: item?.source.name ?? trust.name, startsAt: args.startsAt };
  const others = entries.filter((entry) => entry !== moved);
  return {
    clashes: findClashesWith(others, considered).map(({ entry, ...conflict }) =>
      presentClash(conflict, wordsForConsidered(conflict, told, toldOf(entry.item)), [entry]),
    ),
    missing: trustsThat('missing', linked).map(presentTrust),
  };
}

/** @throws RegistryError BAD_INPUT, TRUST_UNKNOWN */
function checkConsidered({ startsAt, endsAt, trust, latitude, longitude }: ConsideredArgs): TrustEntry {
  const found = findTrust(trust);
  if (!found) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  if (endsAt && endsAt <= startsAt) throw new RegistryError('BAD_INPUT', { field: 'endsAt' });
  if ((latitude ?? null) === null ? (longitude ?? null) !== null : Math.abs(latitude ?? 0) > 90)
    throw new RegistryError('BAD_INPUT', { field: 'latitude' });
  if ((longitude ?? null) === null ? (latitude ?? null) !== null : Math.abs(longitude ?? 0) > 180)
    throw new RegistryError('BAD_INPUT', { field: 'longitude' });
  return found;
}

function testHistory({ records }: PatientParent, args: { code: string; system?: string | null }): object {
  const linked = readResults(records);
  return {
    series: seriesOf(linked, args).map(({ points, ...series }) => ({ ...series, points: points.map(presentPoint) })),
    missing: trustsThat('missing', linked).map(presentTrust),
    notShown: trustsThat('not-shown', linked).map(presentTrust),
  };
}

const calendar = ({ records }: PatientParent): string => calendarOf(foldEntries(readAppointments(records)));

function presentEntry(entry: Entry): object {
  return {
    ...entry.item,
    id: entry.id,
    sources: entry.sources.map(presentEntrySource),
    sourcesDiffer: sourcesDiffer(entry),
  };
}

const presentEntrySource = ({ trust, record, item }: SourceOfEntry): object => ({
  ...item,
  trust: presentTrust(trust),
  record,
  appointment: item.id,
});

const presentClash = (conflict: Conflict, words: string, entries: readonly Entry[]): object => ({
  ...conflict,
  words,
  entries: entries.map(presentEntry),
});

const presentPoint = ({ trust, resultId, ...point }: PlacedPoint): object => ({
  ...point,
  trust: presentTrust(trust),
  result: resultId,
});

const presentTrust = ({ key, name, sources }: TrustEntry): object => ({
  key,
  name,
  odsCodes: sources.map(({ odsCode }) => odsCode),
});

/** Takes a patient only from their own token: what comes along is theirs, or is not looked at. */
async function openPatient({ id, records }: PatientParent, { viewer }: TimelineContext): Promise<PatientParent> {
  if (viewer instanceof RegistryError) throw viewer;
  if (viewer.actor !== id) throw new RegistryError('NOT_YOURS');
  return { id, records };
}

/** What answers each field. */
export const resolvers = {
  DateTime: DateTimeScalar,
  CareRecord: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
  Patient: { __resolveReference: openPatient, timeline, clashes, clashesWith, testHistory, calendar },
};
