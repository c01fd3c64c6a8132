import type { AppointmentContent, Clinician } from '../storage/content.ts';
import { compact, derivedId, type FhirReference, type FhirResource, inWords, referenceTo } from './fhir.ts';

/** Somebody or something that items refer to, with the resources that say who or what it is. */
export interface Actor {
  readonly reference: FhirReference;
  readonly resources: readonly FhirResource[];
}

/** A clinician, with their role where it is known. */
export function clinicianActor({ name, role }: Clinician, source: FhirReference): Actor {
  const id = derivedId('practitioner', source.reference, name);
  const person: FhirResource = { resourceType: 'Practitioner', id, name: [{ text: name }] };
  const practitioner = { ...referenceTo('Practitioner', id), display: name };
  if (role === undefined) return { reference: practitioner, resources: [person] };
  const roleId = derivedId('role', source.reference, name, role);
  const inRole: FhirResource = {
    resourceType: 'PractitionerRole',
    id: roleId,
    practitioner,
    organization: source,
    code: [inWords(role)],
  };
  return {
    reference: { ...referenceTo('PractitionerRole', roleId), display: name },
    resources: [person, inRole],
  };
}

/** Where an appointment is. */
export function placeActor(location: NonNullable<AppointmentContent['location']>, source: FhirReference): Actor {
  const { name, address, postcode, directions, position } = location;
  const id = derivedId('place', source.reference, location);
  const place: FhirResource = compact({
    resourceType: 'Location',
    id,
    status: 'active',
    name,
    description: directions,
    address: address || postcode ? compact({ line: address, postalCode: postcode }) : undefined,
    position,
    managingOrganization: source,
  });
  return { reference: { ...referenceTo('Location', id), display: name }, resources: [place] };
}

/** Who answers for an appointment: the trust that it is of, and how to reach those who made it. */
export function serviceActor(contact: AppointmentContent['contact'], source: FhirReference): Actor {
  const { name, phone, email } = contact ?? {};
  const id = derivedId('service', source.reference, contact ?? null);
  const service: FhirResource = compact({
    resourceType: 'HealthcareService',
    id,
    providedBy: source,
    name,
    telecom: [
      ...(phone ? [{ system: 'phone', value: phone }] : []),
      ...(email ? [{ system: 'email', value: email }] : []),
    ],
  });
  return {
    reference: { ...referenceTo('HealthcareService', id), ...(name === undefined ? {} : { display: name }) },
    resources: [service],
  };
}
