import type { Hospital } from './hospitals.ts';
import { stableId } from './identity.ts';
import type { Person } from './people.ts';

/** A FHIR R4 resource that the samples write. */
export interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

export const reference = ({ id }: Resource): { reference: string } => ({ reference: `urn:uuid:${id}` });
export const concept = (system: string, code: string, display: string) => ({
  coding: [{ system, code, display }],
  text: display,
});

export function patientResource(person: Person): Resource {
  return {
    resourceType: 'Patient',
    id: stableId('patient', person.key),
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: person.nhsNumber }],
    active: true,
    name: [{ use: 'official', family: person.family, given: [person.given] }],
    telecom: [
      { system: 'phone', use: 'mobile', value: person.mobile },
      { system: 'email', value: person.email },
    ],
    gender: person.sex,
    birthDate: person.birthDate,
    address: [
      {
        use: 'home',
        line: [person.address.line],
        city: person.address.city,
        postalCode: person.address.postcode,
        country: 'GB',
      },
    ],
    ...(person.interpreter ? { communication: [{ language: { text: person.interpreter }, preferred: true }] } : {}),
  };
}

export function organisationResource({ odsCode, name, bookingPhone }: Hospital): Resource {
  return {
    resourceType: 'Organization',
    id: stableId('organisation', odsCode),
    identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: odsCode }],
    active: true,
    name,
    telecom: [{ system: 'phone', value: bookingPhone }],
  };
}
