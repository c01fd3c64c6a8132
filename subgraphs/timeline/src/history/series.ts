import type { TrustEntry } from '@crosstrust/contract';
import type { LinkedRecord, Point } from '../records.ts';

/** One number of a series, and where it stands. */
export interface PlacedPoint extends Point {
  readonly trust: TrustEntry;
  readonly record: string;
}

/** Numbers of one test in one unit. */
export interface Series {
  readonly code: Point['code'];
  readonly name: string;
  readonly unit: string | undefined;
  /** The oldest first. */
  readonly points: readonly PlacedPoint[];
}

/**
 * The series of a test over all records that answered. A code means something in its terminology only, and numbers in
 * different units never stand in one series: converting them would be a clinical act.
 */
export function seriesOf(
  records: readonly LinkedRecord<Point>[],
  { code, system }: { code: string; system?: string | null },
): Series[] {
  const points = records.flatMap(({ trust, record, part }) =>
    typeof part === 'string' || !record ? [] : part.map((point): PlacedPoint => ({ ...point, trust, record })),
  );
  const wanted = points.filter((point) => point.code.code === code && (!system || point.code.system === system));
  const groups = Map.groupBy(wanted.toSorted(inTime), (point) => `${point.code.system}\n${unitOf(point) ?? ''}`);
  return [...groups.values()].flatMap((group) => {
    const newest = group.at(-1);
    return newest ? [{ code: newest.code, name: newest.name, unit: unitOf(newest), points: group }] : [];
  });
}

/** Units are compared as they are written: in UCUM `M` and `m` differ. */
const unitOf = ({ unit }: Point): string | undefined => unit?.trim() || undefined;

const inTime = (one: PlacedPoint, other: PlacedPoint): number =>
  one.takenAt.getTime() - other.takenAt.getTime() ||
  one.trust.key.localeCompare(other.trust.key) ||
  one.resultId.localeCompare(other.resultId);
