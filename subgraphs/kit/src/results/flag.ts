import type { ObservationContent, ObservationValue, ReferenceRange } from '../storage/content.ts';

/** How a value lies to what is usual. */
export const observationFlags = ['LOW', 'HIGH', 'CRITICAL_LOW', 'CRITICAL_HIGH', 'ABNORMAL', 'NORMAL'] as const;
export type ObservationFlag = (typeof observationFlags)[number];

/** The codes of HL7's ObservationInterpretation that say so. Positive or detected is not abnormal by itself. */
const flagsOfCodes: Readonly<Record<string, ObservationFlag>> = {
  N: 'NORMAL',
  A: 'ABNORMAL',
  AA: 'ABNORMAL',
  H: 'HIGH',
  HU: 'HIGH',
  HH: 'CRITICAL_HIGH',
  '>': 'HIGH',
  L: 'LOW',
  LU: 'LOW',
  LL: 'CRITICAL_LOW',
  '<': 'LOW',
};

/** The same in the words of laboratories, in lower case, where they gave no code. */
const flagsOfWords: Readonly<Record<string, ObservationFlag>> = {
  normal: 'NORMAL',
  abnormal: 'ABNORMAL',
  'critically abnormal': 'ABNORMAL',
  high: 'HIGH',
  'significantly high': 'HIGH',
  'critically high': 'CRITICAL_HIGH',
  'critical high': 'CRITICAL_HIGH',
  low: 'LOW',
  'significantly low': 'LOW',
  'critically low': 'CRITICAL_LOW',
  'critical low': 'CRITICAL_LOW',
};

/** What the laboratory says of a value, else what its reference range says of the number; null where neither does. */
export function flagOf(
  observation: Pick<ObservationContent, 'interpretationCode' | 'interpretation' | 'value' | 'referenceRange'>,
): ObservationFlag | null {
  const { interpretationCode, interpretation, value, referenceRange } = observation;
  if (interpretationCode !== undefined) return flagsOfCodes[interpretationCode.toUpperCase()] ?? null;
  if (interpretation !== undefined) return flagsOfWords[interpretation.trim().toLowerCase()] ?? null;
  return value?.kind === 'quantity' && referenceRange ? compare(value, referenceRange) : null;
}

/** Whether an observation or one of its components is flagged as anything but normal. */
export function isAbnormal(observation: ObservationContent): boolean {
  const flag = flagOf(observation);
  return (flag !== null && flag !== 'NORMAL') || (observation.components ?? []).some(isAbnormal);
}

type Quantity = Extract<ObservationValue, { kind: 'quantity' }>;

function compare({ number, unit, comparator }: Quantity, range: ReferenceRange): ObservationFlag | null {
  const { low = -Infinity, high = Infinity } = range;
  const isOneUnit = unit === undefined || range.unit === undefined || unit === range.unit;
  if (!isOneUnit || low > high || (low === -Infinity && high === Infinity)) return null;
  // what the value may be: a number, or all beyond a bound; flagged only when all of it lies on one side
  const [from, to] = spanOf(number, comparator);
  const isBelow = to < low || (to === low && comparator === '<');
  const isAbove = from > high || (from === high && comparator === '>');
  if (isBelow) return 'LOW';
  if (isAbove) return 'HIGH';
  return from >= low && to <= high ? 'NORMAL' : null;
}

function spanOf(number: number, comparator: Quantity['comparator']): readonly [number, number] {
  if (comparator === '<' || comparator === '<=') return [-Infinity, number];
  if (comparator === '>' || comparator === '>=') return [number, Infinity];
  return [number, number];
}
