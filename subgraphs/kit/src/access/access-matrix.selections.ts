import { ids } from '../testing/lives.ts';

/** How each type is reached below a record: `root` by ids, `nested` through lists. */
export interface Reach {
  readonly root: string;
  readonly nested: string;
  /** Below the trust's help, which anybody may read, and not below a record: asked by _entities only. */
  readonly isPublic?: true;
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
const anEntry = (inner: string) => ofItem('entry', 'entries', ids.entry, inner);
const connection = (list: string, id = 'id', counts = 'totalCount'): Reach => ({
  root: `${list} { ${counts} nodes { ${id} } }`,
  nested: `${list}(first: 1) { ${counts} nodes { ${id} } }`,
});
const itemConnection = (list: string): Reach => connection(list, 'id', 'totalCount setAside');
const edge = (list: string, id = 'id'): Reach => ({
  root: `${list} { edges { cursor node { ${id} } } }`,
  nested: `${list}(first: 1) { edges { cursor } }`,
});
const everywhere = (selection: string): Reach => ({ root: selection, nested: selection });
const ofHelp = (selection: string): Reach => ({ ...everywhere(selection), isPublic: true });

/** A way to every object type of a trust's schema. A type that is missing here fails the matrix. */
export const reaches: Readonly<Record<string, Reach>> = {
  ExampleRecord: everywhere('id'),
  ExampleAppointment: anAppointment(appointment),
  ExampleLetter: aLetter(
    `${item} kind title writtenAt department author text enclosures byPost postWords supersedes { id }`,
  ),
  ExampleTestResult: aResult(`${item} name takenAt issuedAt abnormal conclusion performer`),
  ExampleDischargeSummary: aSummary(`${item} title admittedAt dischargedAt specialty text`),
  AppointmentConnection: itemConnection('appointments'),
  AppointmentEdge: edge('appointments'),
  LetterConnection: itemConnection('letters'),
  LetterEdge: edge('letters'),
  TestResultConnection: itemConnection('testResults'),
  TestResultEdge: edge('testResults'),
  DischargeSummaryConnection: itemConnection('dischargeSummaries'),
  DischargeSummaryEdge: edge('dischargeSummaries'),
  PageInfo: everywhere('letters { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }'),
  SectionStatus: everywhere('sections { section state words }'),
  Trust: {
    root: 'sections { sources { key name odsCodes } }',
    nested: inList('letters', 'source { key name odsCodes }'),
  },
  Preview: anAppointment('... on Cancellable { cancelPreview { possible token expiresAt facts { code } } }'),
  PreviewFact: anAppointment(
    '... on Cancellable { cancelPreview { facts { code kind words rule count date contact { name } } } }',
  ),
  Slot: anAppointment('... on Reschedulable { slots { nodes { id startsAt endsAt placesLeft } } }'),
  SlotConnection: anAppointment('... on Reschedulable { reschedulesLeft slots { totalCount nodes { id } } }'),
  SlotEdge: anAppointment('... on Reschedulable { slots { edges { cursor node { id } } } }'),
  PatientDetails: everywhere('details { name birthDate nhsNumber mobile email address postcode }'),
  WhereToChange: everywhere('details { changeAt { words url rule } }'),
  Preferences: everywhere('preferences { paperless { value } texts { value } }'),
  PreferenceChoice: everywhere('preferences { paperless { offered value words rule } }'),
  Report: everywhere('reports { nodes { number kind about item words createdAt state answeredAt reply } }'),
  ReportConnection: everywhere('reports { totalCount nodes { number } pageInfo { hasNextPage } }'),
  ReportEdge: everywhere('reports { edges { cursor node { number } } }'),
  AccessLogEntry: everywhere('accessLog(by: STAFF) { nodes { id at action by share kinds change outcome code } }'),
  AccessLogConnection: everywhere('accessLog(by: STAFF) { totalCount nodes { id } pageInfo { hasNextPage } }'),
  AccessLogEdge: everywhere('accessLog(by: STAFF) { edges { cursor node { id } } }'),
  Clinician: anAppointment('clinician { name role }'),
  Location: anAppointment('location { name address postcode directions }'),
  Contact: anAppointment('contact { name phone email }'),
  Code: aResult('code { system code } observations { code { system code } }'),
  Observation: aResult(
    'observations { name number unit comparator text interpretation flag note components { name } }',
  ),
  ReferenceRange: aResult('observations { referenceRange { low high unit text } }'),
  ItemSource: anAppointment('sources { source { key } receivedAt changedAt }'),
  Disagreement: anAppointment('disagreements { field }'),
  DisagreeingValue: anAppointment('disagreements { values { value source { key } at } }'),
  SupportRequest: everywhere('supportRequests { nodes { number topic words state createdAt answeredAt reply } }'),
  SupportRequestConnection: connection('supportRequests', 'number'),
  SupportRequestEdge: edge('supportRequests', 'number'),
  ExampleHelp: ofHelp('key'),
  HelpWords: ofHelp('emergencies { rule } nhsNumber { words url rule } appointmentQuestions { words rule }'),
  HelpContact: ofHelp('contacts { name phone email rule }'),
  HelpHours: ofHelp('contacts { hours { days opens closes outside } }'),
  HelpRoute: ofHelp('route(topic: ACCOUNT) { to words rule contact { name } }'),
  AboutEntry: ofHelp('about { topic words url rule }'),
  HelpNotice: ofHelp('notices { id topic words advice from until }'),
  ArticleKindStatus: ofHelp('articleKinds { kind state words rule topics }'),
  Article: ofHelp('article(id: "faq") { id kind topic title body language publishedAt }'),
  ArticleConnection: ofHelp('articles(first: 1) { totalCount nodes { id } pageInfo { hasNextPage } }'),
  ArticleEdge: ofHelp('articles(first: 1) { edges { cursor node { id } } }'),
  PublicDocument: ofHelp('article(id: "faq") { document { url contentType } }'),
  TimelineItem: everywhere(
    'timelineItems { id kind title status mode startsAt endsAt source { key } place postcode latitude longitude sameAs updatedAt }',
  ),
  ResultPoint: everywhere(
    'resultPoints { resultId code { code } name number unit comparator low high takenAt source { key } }',
  ),
  LetterReading: aLetter('reading { state seenAt readAt }'),
  AppointmentQuestions: anAppointment('questions { words letter { id } contact { name } }'),
  ExamplePatientEntry: anEntry('id source { key } receivedAt updatedAt kind at words severity'),
  PatientMeasurement: anEntry('measurement { what number unit }'),
  PatientMedication: anEntry('medication { name dose from to }'),
  PatientEntryConnection: itemConnection('entries'),
  PatientEntryEdge: edge('entries'),
  DocumentLink: aLetter('document { contentType size }'),
};
