import type { Choices } from '../details/read-details.ts';
import type { PatientContent } from '../storage/content.ts';
import { type About, keeperOf } from './about.ts';
import { compact, extensions, type FhirResource, some, systems } from './fhir.ts';

/** The patient as the trust holds them, with what they chose there. */
export function mapPatient(
  recordId: string,
  { nhsNumber, name, given, family, birthDate, mobile, email, address, gender }: PatientContent,
  { paperless, texts }: Choices,
  { trust }: Pick<About, 'trust'>,
): FhirResource {
  return compact({
    resourceType: 'Patient',
    id: recordId,
    extension: [
      { url: extensions.paperless, valueBoolean: paperless },
      { url: extensions.texts, valueBoolean: texts },
    ],
    identifier: [{ system: systems.nhsNumber, value: nhsNumber }],
    active: true,
    name: [nameOf(name, given, family)],
    telecom: [
      ...some(mobile && { system: 'phone', value: mobile, use: 'mobile' }),
      ...some(email && { system: 'email', value: email }),
    ],
    gender,
    birthDate,
    address: some(address && compact({ use: 'home', line: address.lines, postalCode: address.postcode })),
    managingOrganization: keeperOf(trust),
  });
}

/** The parts of a name, with what stands before them as its title. */
export function nameOf(name: string, given?: string, family?: string): object {
  const parts = [given, family].filter((part) => part !== undefined).join(' ');
  const title = parts && name.endsWith(parts) ? name.slice(0, -parts.length).trim() : '';
  return compact({
    use: 'official',
    text: name,
    family,
    given: some(given),
    prefix: some(title || undefined),
  });
}
