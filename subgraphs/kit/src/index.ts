export { createAuthenticate } from './access/authenticate.ts';
export { type AccessFacts, type Decision, decide, type PatientFacts } from './access/decide.ts';
export { isViewer, type Viewer, type ViewerOrError } from './access/viewer.ts';
export { type CalendarEvent, uidOf, writeCalendar } from './calendar/write-calendar.ts';
export { canWrite, settable } from './documents/font.ts';
export { type Block, type PdfContent, writePdf } from './documents/write-pdf.ts';
export {
  compact,
  derivedId,
  type ExportEntry,
  type FhirReference,
  type FhirResource,
  manifestTag,
  referenceTo,
  some,
  systems,
} from './export/fhir.ts';
export { nameOf } from './export/map-patient.ts';
export { constantCase } from './graph/constant-case.ts';
export { enumOf } from './graph/values.ts';
export type { HeldPatient } from './linking/held-patient.ts';
export { vouch } from './linking/vouch.ts';
export { national } from './policy/national.ts';
export * from './policy/policy.ts';
export * from './run-trust.ts';
export { appointmentKinds, appointmentModes, appointmentStatuses } from './storage/content.ts';
export { decodeCursor, encodeCursor, type Position } from './storage/cursor.ts';
export * from './subgraph/build-subgraph.ts';
export { type Check, type FieldRule, mergeRules, type RuleTable } from './subgraph/rules.ts';
export * from './subgraph/scalars.ts';
