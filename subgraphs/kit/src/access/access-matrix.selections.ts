import { ids } from '../testing/lives.ts';

/** How each type is reached below a record: `root` by ids, `nested` through lists. */
export interface Reach {
  readonly root: string;
  readonly nested: string;
}

const item = 'id source { key name odsCodes } receivedAt updatedAt status';
const appointment = `${item} kind mode startsAt endsAt specialty reason preparation transportBooked interpreterBooked`;
const byId = (field: string, id: string, inner: string) => `${field}(id: "${id}") { ${inner} }`;
const inList = (field: string, inner: string) => `${field} { nodes { ${inner} } }`;

const ofItem = (one: string, many: string, id: string, inner: string): Reach => ({
  root: byId(one, id, inner),
  nested: inList(many, inner),
});
const anAppointment = (inner: string) => ofItem('appointment', 'appointments', ids.appointment, inner);
const aLetter = (inner: string) => ofItem('letter', 'letters', ids.letter, inner);
const aResult = (inner: string) => ofItem('testResult', 'testResults', ids.result, inner);
const aSummary = (inner: string) => ofItem('dischargeSummary', 'dischargeSummaries', ids.summary, inner);
const connection = (list: string): Reach => ({
  root: `${list} { totalCount nodes { id } }`,
  nested: `${list}(first: 1) { totalCount nodes { id } }`,
});
const edge = (list: string): Reach => ({
  root: `${list} { edges { cursor node { id } } }`,
  nested: `${list}(first: 1) { edges { cursor } }`,
});
const everywhere = (selection: string): Reach => ({ root: selection, nested: selection });

/** A way to every object type of a trust's schema. A type that is missing here fails the matrix. */
export const reaches: Readonly<Record<string, Reach>> = {
  ExampleRecord: everywhere('id'),
  ExampleAppointment: anAppointment(appointment),
  ExampleLetter: aLetter(`${item} kind title writtenAt author text`),
  ExampleTestResult: aResult(`${item} name takenAt issuedAt conclusion performer`),
  ExampleDischargeSummary: aSummary(`${item} title admittedAt dischargedAt specialty text`),
  AppointmentConnection: connection('appointments'),
  AppointmentEdge: edge('appointments'),
  LetterConnection: connection('letters'),
  LetterEdge: edge('letters'),
  TestResultConnection: connection('testResults'),
  TestResultEdge: edge('testResults'),
  DischargeSummaryConnection: connection('dischargeSummaries'),
  DischargeSummaryEdge: edge('dischargeSummaries'),
  PageInfo: everywhere('letters { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }'),
  SectionStatus: everywhere('sections { section state words }'),
  Trust: {
    root: 'sections { sources { key name odsCodes } }',
    nested: inList('letters', 'source { key name odsCodes }'),
  },
  Clinician: anAppointment('clinician { name role }'),
  Location: anAppointment('location { name address postcode directions }'),
  Contact: anAppointment('contact { name phone email }'),
  Code: aResult('code { system code } observations { code { system code } }'),
  Observation: aResult('observations { name number unit comparator text interpretation note components { name } }'),
  ReferenceRange: aResult('observations { referenceRange { low high unit text } }'),
  DocumentLink: aLetter('document { contentType size }'),
};
