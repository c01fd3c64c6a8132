import type { AccountPart } from '@crosstrust/contract';
import { compact, derivedId, type FhirResource, nameOf, referenceTo, some, systems } from '@crosstrust/kit';
import type { TrustPart } from './read-parts.ts';
import { titles } from './words.ts';

const consentScopes = 'http://terminology.hl7.org/CodeSystem/consentscope';

/** The person behind the single login, who is one Patient at each hospital that answered. */
export function personOf(account: AccountPart, parts: readonly TrustPart[]): FhirResource {
  const { id, name, nhsNumber, birthDate, mobile, email } = account;
  return compact({
    resourceType: 'Person',
    id,
    identifier: [{ system: systems.nhsNumber, value: nhsNumber }],
    name: [nameOf(name)],
    telecom: [
      ...some(mobile && { system: 'phone', value: mobile, use: 'mobile' }),
      ...some(email && { system: 'email', value: email }),
    ],
    birthDate,
    active: true,
    link: parts.flatMap(({ part }) =>
      part ? [{ target: referenceTo('Patient', part.record), assurance: 'level3' }] : [],
    ),
  });
}

/** What made the file. */
export const makerOf = (): FhirResource => ({
  resourceType: 'Device',
  id: derivedId('crosstrust'),
  deviceName: [{ name: 'Crosstrust', type: 'user-friendly-name' }],
});

/** With whom the person shares what, one Consent for each record that answered. */
export function consentsOf({ shares }: AccountPart, parts: readonly TrustPart[]): FhirResource[] {
  return shares.flatMap((share) =>
    share.trusts.flatMap(({ trust, sections }) => {
      const found = parts.find((each) => each.trust.key === trust);
      return found?.part ? [consentOf(share, found.trust.name, found.part.record, sections)] : [];
    }),
  );
}

type Share = AccountPart['shares'][number];

function consentOf(
  { id, to, relation, createdAt, until }: Share,
  trust: string,
  record: string,
  sections: Share['trusts'][number]['sections'],
): FhirResource {
  const what = sections === 'all' ? 'everything that it shows' : sections.map((section) => titles[section]).join(', ');
  const role = { text: relation === 'carer' ? 'Carer or family' : 'Clinician or another person' };
  return compact({
    resourceType: 'Consent',
    id: derivedId('consent', id, record),
    status: 'active',
    scope: { coding: [{ system: consentScopes, code: 'patient-privacy' }] },
    category: [{ coding: [{ system: systems.loinc, code: '59284-0' }] }],
    patient: referenceTo('Patient', record),
    dateTime: createdAt,
    policyRule: { text: 'The patient’s own sharing, as far as the hospital’s policy allows it' },
    provision: {
      type: 'permit',
      period: compact({ start: createdAt, end: until }),
      actor: [{ role, reference: { display: to } }],
      code: [{ text: `${trust}: ${what}` }],
    },
  });
}
