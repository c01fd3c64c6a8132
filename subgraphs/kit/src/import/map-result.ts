import type { DocumentStatus, ObservationContent, ResultContent } from '../storage/content.ts';
import type { CodeableConcept, DiagnosticReport, Observation, Organization, Reference } from './fhir.ts';
import { defined, hasCode, list, textOf } from './fhir-values.ts';
import { firstInstant, readOptionalInstant } from './instants.ts';
import { codeOf, mapObservation, nameOf } from './map-observation.ts';
import { byDesign, type MapContext, type MappedItem, type NotMapped, notMapped } from './mapping.ts';
import type { Entry } from './names.ts';
import { clinicianOf } from './people.ts';
import { reasons, SetAside } from './set-aside.ts';

/** The laboratory in HL7's diagnostic service sections (v2-0074), observation categories and SNOMED CT. */
const laboratoryCodes: ReadonlySet<string> = new Set([
  'LAB',
  'BG',
  'BLB',
  'CG',
  'CH',
  'CP',
  'GE',
  'HM',
  'IMM',
  'MB',
  'MCB',
  'MYC',
  'OSL',
  'SR',
  'SP',
  'TX',
  'VR',
  'laboratory',
  '108252007',
]);

/** Whether a report or observation says that it is the laboratory's. */
export function isLaboratory({ category }: { readonly category?: readonly CodeableConcept[] }): boolean {
  return hasCode(list(category), laboratoryCodes);
}

/** A laboratory's DiagnosticReport with its Observations, those inside groups too. */
export function mapReport(entry: Entry<DiagnosticReport>, context: MapContext): MappedItem | NotMapped {
  const { resource } = entry;
  const held = list(resource.result).map((reference) => context.find<Observation>(reference, entry, 'Observation'));
  const found = held.filter(
    (observation) => observation?.resource.resourceType === 'Observation',
  ) as Entry<Observation>[];
  if (!isResult(resource, found)) return notMapped(byDesign.noteNotResult);
  const status = statusOf(resource.status);
  if (typeof status !== 'string') return status;
  const shown = found.flatMap((observation) => flatten(observation, context));
  const conclusion = textOf(resource.conclusion);
  if (shown.length === 0 && conclusion === undefined) throw new SetAside(reasons.noResults);
  if (found.length < held.length) context.remark(reasons.resultMissing);
  const takenAt = firstInstant(
    resource.effectiveDateTime,
    resource.effectivePeriod?.start,
    resource.effectivePeriod?.end,
    ...shown.map(({ resource: { effectiveDateTime } }) => effectiveDateTime),
    resource.issued,
  );
  return resultItem(entry, context, {
    status,
    takenAt,
    observations: shown.map(({ resource: observation }) => mapObservation(observation)),
    conclusion,
  });
}

/** A laboratory's Observation that no report holds: a result of one, or of its group. */
export function mapLoneObservation(entry: Entry<Observation>, context: MapContext): MappedItem | NotMapped {
  const { resource } = entry;
  const status = statusOf(resource.status);
  if (typeof status !== 'string') return status;
  const shown = flatten(entry, context);
  if (shown.length === 0) throw new SetAside(reasons.noResults);
  const takenAt = firstInstant(
    resource.effectiveDateTime,
    resource.effectivePeriod?.start,
    resource.effectiveInstant,
    ...shown.map((each) => each.resource.effectiveDateTime),
    resource.issued,
  );
  return resultItem(entry, context, {
    status,
    takenAt,
    observations: shown.map(({ resource: observation }) => mapObservation(observation)),
    conclusion: undefined,
  });
}

interface ResultParts {
  readonly status: DocumentStatus;
  readonly takenAt: string;
  readonly observations: readonly ObservationContent[];
  readonly conclusion: string | undefined;
}

function resultItem(entry: Entry<DiagnosticReport | Observation>, context: MapContext, parts: ResultParts): MappedItem {
  const { resource } = entry;
  const name = nameOf(resource.code);
  if (name === undefined) throw new SetAside(reasons.noName);
  const content = defined<ResultContent>({
    name,
    code: codeOf(resource.code),
    takenAt: parts.takenAt,
    issuedAt: readOptionalInstant(resource.issued),
    observations: parts.observations,
    conclusion: parts.conclusion,
    performer: list(resource.performer)
      .map((performer) => performerName(performer, entry, context))
      .find(Boolean),
  });
  return { section: 'TEST_RESULTS', at: parts.takenAt, status: parts.status, content };
}

/** Without a category: a result when its observations are none of another category. */
function isResult(resource: DiagnosticReport, observations: readonly Entry<Observation>[]): boolean {
  if (list(resource.category).length > 0) return isLaboratory(resource);
  return (
    observations.length > 0 &&
    observations.every(
      ({ resource: observation }) => list(observation.category).length === 0 || isLaboratory(observation),
    )
  );
}

/** What may not be shown yet is kept as unreleased, so that the release is an update. */
function statusOf(status: string | undefined): DocumentStatus | NotMapped {
  switch (status) {
    case 'final':
      return 'final';
    case 'amended':
    case 'corrected':
    case 'appended':
      return 'amended';
    case 'registered':
    case 'partial':
    case 'preliminary':
    case 'unknown':
      return 'unreleased';
    case 'cancelled':
      return notMapped(byDesign.cancelledResult);
    case 'entered-in-error':
      return notMapped(byDesign.enteredInError);
    default:
      throw new SetAside(reasons.noStatus);
  }
}

const withdrawn: ReadonlySet<string> = new Set(['cancelled', 'entered-in-error']);

/** An observation with the members of its group; a group without a value of its own is only its members. */
function flatten(entry: Entry<Observation>, context: MapContext, depth = 0): Entry<Observation>[] {
  const { resource } = entry;
  if (withdrawn.has(resource.status ?? '')) return [];
  const members =
    depth > 3
      ? []
      : list(resource.hasMember).map((reference) => context.find<Observation>(reference, entry, 'Observation'));
  const found = members.filter((member) => member?.resource.resourceType === 'Observation') as Entry<Observation>[];
  const { value, components, note } = mapObservation(resource);
  const own = value !== undefined || components !== undefined || note !== undefined || found.length === 0;
  return [...(own ? [entry] : []), ...found.flatMap((member) => flatten(member, context, depth + 1))];
}

function performerName(reference: Reference, entry: Entry, context: MapContext): string | undefined {
  const found = context.find<Organization>(reference, entry, 'Organization');
  if (found?.resource.resourceType === 'Organization') return textOf(found.resource.name) ?? textOf(reference.display);
  return clinicianOf(reference, entry, context)?.name ?? textOf(reference.display);
}
