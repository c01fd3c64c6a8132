import type { AppointmentResponse } from '../appointments/facts.ts';
import type {
  AppointmentContent,
  AppointmentKind,
  AppointmentMode,
  AppointmentStatus,
  BusinessIdentifier,
} from '../storage/content.ts';
import type { StoredItem } from '../storage/readers.ts';
import { type About, metaOf, sourceReference } from './about.ts';
import { type Actor, clinicianActor, placeActor, serviceActor } from './actors.ts';
import { compact, extensions, type FhirResource, inWords, some, systems } from './fhir.ts';

/** FHIR's state of each of ours; what is pending is still booked, and says so beside. */
const statuses: Readonly<Record<AppointmentStatus, { readonly status: string; readonly pending?: string }>> = {
  booked: { status: 'booked' },
  cancelled: { status: 'cancelled' },
  fulfilled: { status: 'fulfilled' },
  'did-not-attend': { status: 'noshow' },
  'pending-change': { status: 'booked', pending: 'Pending Change' },
  'pending-reschedule': { status: 'booked', pending: 'Pending Reschedule' },
  'pending-cancellation': { status: 'booked', pending: 'Pending Cancellation' },
};

const categories: Readonly<Record<AppointmentKind, { system: string; code: string; display: string }>> = {
  outpatient: { system: systems.actCode, code: 'AMB', display: 'ambulatory' },
  'day-case': { system: systems.actCode, code: 'SS', display: 'short stay' },
  inpatient: { system: systems.actCode, code: 'IMP', display: 'inpatient encounter' },
  diagnostic: { system: systems.snomed, code: '394914008', display: 'Radiology' },
};

const channels: Readonly<Record<AppointmentMode, string>> = {
  'in-person': 'In-person',
  video: 'Video',
  telephone: 'Telephone',
};

/** An appointment, a stay or a procedure, with the people and places of it. */
export function mapAppointment(
  item: StoredItem<AppointmentContent>,
  { accepted, reschedules }: Pick<AppointmentResponse, 'accepted' | 'reschedules'>,
  about: About,
): FhirResource[] {
  const { id, content } = item;
  const { startsAt, endsAt, specialty, reason, preparation, identifiers = [] } = content;
  const { status, pending } = statuses[item.status as AppointmentStatus];
  const [own, ofReferral] = splitIdentifiers(identifiers);
  const actors = actorsOf(item, about);
  const hasAccepted = accepted !== null && accepted.start.getTime() === Date.parse(startsAt);
  const appointment: FhirResource = compact({
    resourceType: 'Appointment',
    id,
    meta: metaOf(item),
    extension: extensionsOf(content, pending, reschedules),
    identifier: own.map(identifierOf),
    status,
    serviceCategory: [{ coding: [categories[content.kind]] }],
    specialty: some(specialty).map(inWords),
    reasonCode: some(reason).map(inWords),
    start: startsAt,
    ...endOf(endsAt),
    patientInstruction: preparation,
    basedOn: ofReferral.map((each) => ({ type: 'ServiceRequest', identifier: identifierOf(each) })),
    participant: [
      { actor: about.patient, status: hasAccepted || status !== 'booked' ? 'accepted' : 'needs-action' },
      ...actors.map(({ reference }) => ({ actor: reference, status: 'accepted' })),
    ],
  });
  return [...actors.flatMap(({ resources }) => resources), appointment];
}

/** The numbers of the appointment itself, and those of the referral that it is based on: its own, and behind it its pathway's. */
function splitIdentifiers(identifiers: readonly BusinessIdentifier[]): [BusinessIdentifier[], BusinessIdentifier[]] {
  const first = identifiers.findIndex(({ kind }) => kind === 'referral');
  const isOfReferral = ({ kind }: BusinessIdentifier, place: number) =>
    first >= 0 && place >= first && kind !== 'booking';
  return [
    identifiers.filter((each, place) => !isOfReferral(each, place)),
    identifiers.filter((each, place) => isOfReferral(each, place)),
  ];
}

/** FHIR wants an end with every start; one that nobody knows is said to be unknown. */
const endOf = (endsAt: string | undefined) =>
  endsAt === undefined
    ? { _end: { extension: [{ url: extensions.dataAbsent, valueCode: 'unknown' }] } }
    : { end: endsAt };

function actorsOf({ source, content }: StoredItem<AppointmentContent>, { trust }: About): Actor[] {
  const keeper = sourceReference(trust, source);
  const { clinician, location, contact } = content;
  return [
    ...some(clinician && clinicianActor(clinician, keeper)),
    ...some(location && placeActor(location, keeper)),
    // an Appointment names no organisation: without a place only its service says whose it is
    ...(contact || !location ? [serviceActor(contact, keeper)] : []),
  ];
}

function extensionsOf(
  { mode, transport, interpreter }: AppointmentContent,
  pending: string | undefined,
  reschedules: number,
): object[] {
  const channel = { system: systems.deliveryChannel, code: channels[mode], display: channels[mode] };
  return [
    { url: extensions.deliveryChannel, valueCodeableConcept: { coding: [channel] } },
    ...some(pending).map((valueCode) => ({ url: extensions.requestStatus, valueCode })),
    ...some(transport).map((valueBoolean) => ({ url: extensions.transport, valueBoolean })),
    ...some(interpreter).map((valueBoolean) => ({ url: extensions.interpreter, valueBoolean })),
    ...(reschedules > 0 ? [{ url: extensions.reschedules, valueUnsignedInt: reschedules }] : []),
  ];
}

/** A number of a booking, a referral or a pathway. */
export const identifierOf = ({ kind, system, value }: BusinessIdentifier): object =>
  compact({ type: inWords(kind), system, value });
