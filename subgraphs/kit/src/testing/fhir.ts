import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Appointment,
  Composition,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  Observation,
  Organization,
  Patient,
  Reference,
  Resource,
} from '../import/fhir.ts';
import type { MapContext } from '../import/mapping.ts';
import type { Entry } from '../import/names.ts';

type Given<Type extends Resource> = Partial<Type> & { readonly id: string };
const patientOne: Reference = { reference: 'Patient/one' };

/** FHIR resources for tests; give what the test is about. */
export const aPatient = (given: Given<Patient>): Patient => ({
  resourceType: 'Patient',
  name: [{ given: ['Ada'], family: 'Okafor' }],
  birthDate: '1980-02-03',
  ...given,
});
export const anEncounter = (given: Given<Encounter>): Encounter => ({
  resourceType: 'Encounter',
  status: 'finished',
  class: { code: 'AMB' },
  subject: patientOne,
  period: { start: '2020-03-04T09:00:00Z', end: '2020-03-04T09:30:00Z' },
  ...given,
});
export const anAppointment = (given: Given<Appointment>): Appointment => ({
  resourceType: 'Appointment',
  status: 'booked',
  start: '2027-06-01T10:00:00+01:00',
  end: '2027-06-01T10:30:00+01:00',
  participant: [{ actor: patientOne }],
  ...given,
});
export const aDocument = (given: Given<DocumentReference>): DocumentReference => ({
  resourceType: 'DocumentReference',
  status: 'current',
  subject: patientOne,
  date: '2021-05-06T07:08:09Z',
  description: 'Clinic letter',
  content: [{ attachment: { contentType: 'text/plain', data: base64('You are well.') } }],
  ...given,
});
export const anObservation = (given: Given<Observation>): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  category: [{ coding: [{ code: 'laboratory' }] }],
  code: { text: 'Haemoglobin' },
  subject: patientOne,
  effectiveDateTime: '2022-01-02T03:04:05Z',
  valueQuantity: { value: 131, unit: 'g/L' },
  ...given,
});
export const aReport = (given: Given<DiagnosticReport>): DiagnosticReport => ({
  resourceType: 'DiagnosticReport',
  status: 'final',
  category: [{ coding: [{ code: 'LAB' }] }],
  code: { text: 'Full blood count' },
  subject: patientOne,
  effectiveDateTime: '2022-01-02T03:04:05Z',
  ...given,
});
export const aComposition = (given: Given<Composition>): Composition => ({
  resourceType: 'Composition',
  status: 'final',
  subject: patientOne,
  date: '2021-05-06T07:08:09Z',
  title: 'Summary',
  section: [{ title: 'Plan', text: { div: '<div><p>Rest.</p></div>' } }],
  ...given,
});
export const anOrganization = (given: Given<Organization>): Organization => ({
  resourceType: 'Organization',
  ...given,
});

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
export const odsCode = (value: string) => ({ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value });
export const nhsNumberIs = (value: string) => ({ system: 'https://fhir.nhs.uk/Id/nhs-number', value });

export const aBundle = (...resources: readonly Resource[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});

export const entryOf = <Type extends Resource>(resource: Type, fullUrl?: string): Entry<Type> => ({
  resource,
  fullUrl,
  file: 1,
});

/** A context that finds these resources by `Type/id`, and keeps what is remarked. */
export function aContext(...resources: readonly Resource[]): MapContext & { readonly remarks: string[] } {
  const remarks: string[] = [];
  return {
    remarks,
    remark: (reason) => remarks.push(reason),
    idOf: (reference) => reference && `id of ${reference.reference ?? ''}`,
    find: (reference) => {
      const found = resources.find(({ resourceType, id }) => `${resourceType}/${id}` === reference?.reference);
      return found && (entryOf(found) as never);
    },
  };
}

/** A folder with these files, for the length of a test; what is no text or bytes is written as JSON. */
export async function withFiles<Value>(
  files: Readonly<Record<string, unknown>>,
  run: (folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'fhir-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      const body = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
      await writeFile(join(folder, name), body);
    }
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
