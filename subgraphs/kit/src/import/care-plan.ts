import type { Appointment, Extension, Period, Reference, Resource } from './fhir.ts';
import { list, textOf } from './fhir-values.ts';

interface Detail {
  readonly id?: string;
  readonly kind?: string;
  readonly extension?: readonly Extension[];
  readonly description?: string;
  readonly scheduledPeriod?: Period;
  readonly location?: Reference;
  readonly performer?: readonly Reference[];
}

interface CarePlan extends Resource {
  readonly subject?: Reference;
  readonly activity?: readonly { readonly detail?: Detail }[];
}

/**
 * The appointments that a CarePlan tells of as the NHS's Patient Care Aggregator does, one in each activity: the state, the
 * medium and the class stand in extensions. No other CarePlan holds any.
 */
export function appointmentsOfCarePlan(resource: Resource): Appointment[] {
  if (resource.resourceType !== 'CarePlan') return [];
  const { subject, activity, meta } = resource as CarePlan;
  return list(activity).flatMap(({ detail }) => {
    if (detail?.kind !== 'Appointment' || textOf(detail.id) === undefined) return [];
    const { id = '', extension = [], description, scheduledPeriod, location, performer } = detail;
    const actors = [subject, location, ...list(performer)].filter((actor) => actor !== undefined);
    return [
      {
        resourceType: 'Appointment',
        id,
        status: statusOf(extension),
        extension,
        participant: actors.map((actor) => ({ actor })),
        ...(meta?.lastUpdated === undefined ? {} : { meta: { lastUpdated: meta.lastUpdated } }),
        ...(description === undefined ? {} : { description }),
        ...(scheduledPeriod?.start === undefined ? {} : { start: scheduledPeriod.start }),
        ...(scheduledPeriod?.end === undefined ? {} : { end: scheduledPeriod.end }),
      },
    ];
  });
}

/** FHIR's state within the Aggregator's: `bookedPendingChange` is booked; what is pending is read from the extension itself. */
function statusOf(extension: readonly Extension[]): string {
  const said = extension.find(({ url }) => url?.endsWith('Appointment-Status'));
  const code = said?.valueCoding?.code ?? said?.valueCode ?? '';
  return /^(booked|cancelled|fulfilled|noshow|proposed|pending|waitlist)/.exec(code)?.[1] ?? code;
}
