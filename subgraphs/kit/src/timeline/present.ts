import { presentSource } from '../graph/lists.ts';
import type { Policy } from '../policy/policy.ts';
import type { AppointmentContent, ObservationContent, ResultContent } from '../storage/content.ts';
import type { StoredItem } from '../storage/readers.ts';
import { sameAsOf } from './same-as.ts';
import { titleOf } from './title-of.ts';

/** An appointment as it goes to the timeline: what it is, when, where, and by which numbers others know it. */
export function presentTimelineItem(policy: Policy, item: StoredItem): object {
  const content = item.content as AppointmentContent;
  const { kind, mode, startsAt, endsAt, location, identifiers } = content;
  return {
    id: item.id,
    kind,
    mode,
    title: titleOf(content),
    status: item.status,
    startsAt,
    endsAt,
    source: presentSource(policy, item.source),
    place: location?.name,
    postcode: location?.postcode,
    ...location?.position,
    sameAs: sameAsOf(identifiers),
    updatedAt: item.updatedAt,
  };
}

/** The numbers of a result, those of components included. What has no code cannot be told apart over trusts, and stays out. */
export function presentResultPoints(policy: Policy, item: StoredItem): object[] {
  const { takenAt, observations } = item.content as ResultContent;
  const source = presentSource(policy, item.source);
  return withComponents(observations).flatMap(({ code, name, value, referenceRange }) => {
    if (!code || value?.kind !== 'quantity') return [];
    const { number, unit, comparator } = value;
    const range = inUnit(referenceRange, unit);
    return [{ resultId: item.id, code, name, number, unit, comparator, ...range, takenAt, source }];
  });
}

const withComponents = (observations: readonly ObservationContent[]): ObservationContent[] =>
  observations.flatMap((observation) => [observation, ...withComponents(observation.components ?? [])]);

/** A range in another unit than the number says nothing about it. */
function inUnit(range: ObservationContent['referenceRange'], unit: string | undefined) {
  if (!range || (range.unit !== undefined && range.unit !== unit)) return {};
  return { low: range.low, high: range.high };
}
