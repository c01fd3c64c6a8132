import { clinicOf } from '../appointments/clinic.ts';
import type { HealthcareService, Location, Reference, Schedule, Slot } from './fhir.ts';
import { list, wordsOf } from './fhir-values.ts';
import { firstInstant, readInstant } from './instants.ts';
import { modeOf, placeOf } from './map-appointment.ts';
import type { MapContext } from './mapping.ts';
import { type Entry, identityOf } from './names.ts';
import { clinicianOf } from './people.ts';
import { reasons, SetAside } from './set-aside.ts';
import { slotId, slotSourceId } from './slot-ids.ts';

/** One of a source's slots: at most one place at a clinic. Instants are ISO 8601 in UTC. */
export interface MappedSlot {
  readonly id: string;
  /** The clinic's time that it is a place of. */
  readonly slot: string;
  readonly clinic: string;
  readonly startsAt: string;
  readonly endsAt: string;
  /** Only a slot that says so is free, and one that is overbooked is not. */
  readonly isFree: boolean;
}

/**
 * A Slot with its Schedule. Its clinic is told as an appointment's is, so that an appointment can be moved to it.
 * @throws SetAside without a clinic or a time
 */
export function mapSlot(entry: Entry<Slot>, source: string, context: Pick<MapContext, 'find'>): MappedSlot {
  const { resource } = entry;
  const schedule = context.find<Schedule>(resource.schedule, entry, 'Schedule');
  const actors = schedule ? list(schedule.resource.actor).map((actor) => ({ actor, from: schedule })) : [];
  const services = among<HealthcareService>(actors, 'HealthcareService', context);
  const [location] = among<Location>(actors, 'Location', context);
  const specialty = [
    ...list(resource.specialty),
    ...list(schedule?.resource.specialty),
    ...services.flatMap((service) => list(service.specialty)),
    ...list(resource.serviceType),
    ...list(schedule?.resource.serviceType),
  ]
    .map(wordsOf)
    .find(Boolean);
  const clinician = actors
    .filter(({ actor, from }) => isPractitioner(actor, from, context))
    .map(({ actor, from }) => clinicianOf(actor, from, context as MapContext))
    .find(Boolean);
  const place = placeOf(location) ?? placeOf(services[0]);
  const clinic = clinicOf(source, {
    ...(specialty ? { specialty } : {}),
    ...(clinician ? { clinician } : {}),
    ...(place ? { location: place } : {}),
    mode: modeOf({
      ...resource,
      serviceType: [...list(resource.serviceType), ...list(schedule?.resource.serviceType)],
    }),
  });
  if (clinic === undefined) throw new SetAside(reasons.noClinic);
  const startsAt = firstInstant(resource.start);
  const endsAt = resource.end === undefined ? startsAt : readInstant(resource.end);
  if (endsAt < startsAt) throw new SetAside(reasons.impossibleDate);
  return {
    id: slotSourceId(identityOf(entry)),
    slot: slotId(clinic, startsAt, endsAt),
    clinic,
    startsAt,
    endsAt,
    isFree: resource.status === 'free' && resource.overbooked !== true,
  };
}

interface Actor {
  readonly actor: Reference;
  readonly from: Entry;
}

function among<Type extends Location | HealthcareService>(
  actors: readonly Actor[],
  type: string,
  context: Pick<MapContext, 'find'>,
): Type[] {
  return actors.flatMap(({ actor, from }) => {
    const found = context.find<Type>(actor, from)?.resource;
    return found?.resourceType === type ? [found] : [];
  });
}

function isPractitioner(actor: Reference, from: Entry, context: Pick<MapContext, 'find'>): boolean {
  const found = context.find(actor, from)?.resource.resourceType;
  return found?.startsWith('Practitioner') ?? /Practitioner/.test(`${actor.type ?? ''} ${actor.reference ?? ''}`);
}
