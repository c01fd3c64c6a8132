import { deliveryChannel, specialtyConcept } from './places.ts';
import { concept, reference, type Resource } from './resources.ts';
import type { Specialty } from './specialties.ts';

/** How an appointment is held. */
export type Mode = 'In-person' | 'Telephone' | 'Video';

/** What to write of an appointment; the person, the clinic and the place come from around it. */
export interface AppointmentSketch {
  readonly id: string;
  readonly status: 'booked' | 'cancelled' | 'fulfilled' | 'noshow';
  /** Left out: the damaged one, which has no date. */
  readonly start?: string;
  readonly end?: string;
  readonly mode: Mode;
  readonly specialty: Specialty;
  readonly service: string;
  readonly type: 'first' | 'follow-up';
  /** An outpatient visit unless it is said. */
  readonly kind?: 'daycase' | 'inpatient' | 'diagnostic';
  /** What the patient has asked for and nobody has answered yet, as the Patient Care Aggregator words it. */
  readonly pending?: 'Pending Change' | 'Pending Reschedule' | 'Pending Cancellation';
  readonly transport?: boolean;
  readonly interpreter?: boolean;
  /** Unique Booking Reference Number of the e-Referral Service. */
  readonly booking?: string;
  readonly pathway?: string;
  /** The place in the clinic's diary that it takes. */
  readonly slot?: Resource | undefined;
  /** The system that it came from, where one thing comes by several. */
  readonly route?: { readonly system: string; readonly changed: string };
}

interface Around {
  readonly patient: Resource;
  readonly practitioner: Resource;
  readonly clinic: Resource;
  readonly location: Resource;
}

export function appointmentResource(sketch: AppointmentSketch, around: Around): Resource {
  const { id, status, start, end, mode, specialty, service, type, slot, route } = sketch;
  const { patient, practitioner, clinic, location } = around;
  const actors = [patient, practitioner, clinic, ...(mode === 'In-person' ? [location] : [])];
  return {
    resourceType: 'Appointment',
    id,
    ...(route === undefined ? {} : { meta: { source: route.system, lastUpdated: route.changed } }),
    extension: extensionsOf(sketch),
    status,
    serviceType: [{ text: service }],
    specialty: [specialtyConcept(specialty)],
    appointmentType: visitType(type),
    reasonCode: [{ text: specialty.reason }],
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(slot ? { slot: [reference(slot)] } : {}),
    ...businessIdentifiers(sketch),
    patientInstruction: specialty.instruction,
    participant: actors.map((actor) => ({ actor: reference(actor), status: 'accepted' })),
  };
}

const visitType = (type: AppointmentSketch['type']) =>
  type === 'first'
    ? concept('http://terminology.hl7.org/CodeSystem/v2-0276', 'ROUTINE', 'First visit')
    : concept('http://terminology.hl7.org/CodeSystem/v2-0276', 'FOLLOWUP', 'Follow-up visit');

function extensionsOf({ mode, kind, pending, transport, interpreter }: AppointmentSketch): object[] {
  return [
    deliveryChannel(mode),
    ...(kind ? [{ url: 'https://fhir.nhs.uk/StructureDefinition/Extension-Encounter-Class', valueCode: kind }] : []),
    ...(pending
      ? [{ url: 'https://fhir.nhs.uk/StructureDefinition/Extension-Appointment-RequestStatus', valueCode: pending }]
      : []),
    ...(transport ? [{ url: 'https://example.org/fhir/transport-booked', valueBoolean: true }] : []),
    ...(interpreter ? [{ url: 'https://example.org/fhir/interpreter-booked', valueBoolean: true }] : []),
  ];
}

/**
 * The numbers under which other systems know it, with the systems of the Patient Care Aggregator's examples: its own
 * booking, and the referral and pathway that it is based on, which lead to other appointments too.
 */
function businessIdentifiers({ booking, pathway }: AppointmentSketch): object {
  const basis = pathway
    ? [
        { system: 'https://example.org/fhir/ServiceRequest', value: `${pathway}-1` },
        { system: 'https://fhir.nhs.uk/Id/PathwayId', value: pathway },
      ]
    : [];
  return {
    ...(booking ? { identifier: [{ system: ubrnSystem, value: booking }] } : {}),
    ...(basis.length > 0 ? { basedOn: basis.map((identifier) => ({ type: 'ServiceRequest', identifier })) } : {}),
  };
}

/** Of the Unique Booking Reference Numbers of the e-Referral Service. */
export const ubrnSystem = 'https://fhir.nhs.uk/Id/UBRN';
