import { specialtyConcept } from './places.ts';
import { concept, reference, type Resource } from './resources.ts';
import type { Specialty } from './specialties.ts';

const snomed = 'http://snomed.info/sct';
const worded = (code: string, display: string, text: string) => ({ ...concept(snomed, code, display), text });
/** Kinds of documents, as SNOMED CT names them and, where it has no name, in the hospital's words. */
export const documentTypes = {
  appointmentLetter: concept(snomed, '4201000179104', 'Appointment letter'),
  confirmationLetter: worded('4201000179104', 'Appointment letter', 'Appointment confirmation letter'),
  clinicLetter: concept(snomed, '823681000000100', 'Outpatient letter'),
  outcomeLetter: worded('823681000000100', 'Outpatient letter', 'Clinic outcome letter'),
  dischargeSummary: concept(snomed, '373942005', 'Discharge summary'),
};

const classes = { AMB: 'ambulatory', IMP: 'inpatient encounter', EMER: 'emergency' };

export function encounterResource(
  sketch: {
    id: string;
    kind: keyof typeof classes;
    start: string;
    end: string;
    reason: string;
    appointment?: Resource;
  },
  patient: Resource,
  around: { organisation: Resource; practitioner: Resource; location: Resource; specialty: Specialty },
): Resource {
  return {
    resourceType: 'Encounter',
    id: sketch.id,
    status: 'finished',
    class: {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      code: sketch.kind,
      display: classes[sketch.kind],
    },
    serviceType: specialtyConcept(around.specialty),
    subject: reference(patient),
    ...(sketch.appointment ? { appointment: [reference(sketch.appointment)] } : {}),
    participant: [{ individual: reference(around.practitioner) }],
    period: { start: sketch.start, end: sketch.end },
    reasonCode: [{ text: sketch.reason }],
    location: [{ location: reference(around.location) }],
    serviceProvider: reference(around.organisation),
  };
}

const enclosure = (words: string) => ({ url: 'https://example.org/fhir/enclosure', valueString: words });

export interface DocumentSketch {
  readonly id: string;
  readonly type: keyof typeof documentTypes;
  readonly title: string;
  readonly date: string;
  readonly contentType: 'text/plain' | 'application/pdf';
  readonly content: Buffer;
  readonly encounter?: Resource | undefined;
  readonly appointment?: Resource;
  /** The letter that this one takes the place of. */
  readonly replaces?: Resource;
  /** What is in the envelope besides it. */
  readonly enclosures?: readonly string[];
}

export function documentResource(
  sketch: DocumentSketch,
  patient: Resource,
  around: { organisation: Resource; practitioner: Resource; specialty: Specialty },
): Resource {
  const { encounter, appointment, replaces, enclosures = [] } = sketch;
  const context = {
    ...(encounter ? { encounter: [reference(encounter)] } : {}),
    ...(appointment ? { related: [{ ...reference(appointment), type: 'Appointment' }] } : {}),
    practiceSetting: specialtyConcept(around.specialty),
  };
  return {
    resourceType: 'DocumentReference',
    id: sketch.id,
    status: 'current',
    docStatus: 'final',
    type: documentTypes[sketch.type],
    subject: reference(patient),
    date: sketch.date,
    author: [reference(around.practitioner)],
    custodian: reference(around.organisation),
    description: sketch.title,
    ...(replaces ? { relatesTo: [{ code: 'replaces', target: reference(replaces) }] } : {}),
    ...(enclosures.length > 0 ? { extension: enclosures.map(enclosure) } : {}),
    content: [
      {
        attachment: {
          contentType: sketch.contentType,
          language: 'en-GB',
          title: sketch.title,
          creation: sketch.date,
          data: sketch.content.toString('base64'),
        },
      },
    ],
    context,
  };
}
