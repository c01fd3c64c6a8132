import type { Code, ObservationContent, ReferenceRange, ResultContent } from '../storage/content.ts';
import type { StoredItem } from '../storage/readers.ts';
import { type About, metaOf, sourceReference } from './about.ts';
import { compact, derivedId, type FhirResource, inWords, referenceTo, some, systems } from './fhir.ts';

/** Codes of HL7's ObservationInterpretation; another source's own code stands without a system. */
const knownInterpretations =
  /^(A|AA|HH|LL|H|HU|L|LU|N|I|MS|NCL|NS|R|SYN-R|S|SDD|SYN-S|VS|EX|HX|LX|IND|E|NEG|ND|POS|DET|EXP|UNE|NR|RR|WR)$/;

/** A test result: the report and its observations. */
export function mapResult(item: StoredItem<ResultContent>, about: About): FhirResource[] {
  const { id, content } = item;
  const { name, code, takenAt, issuedAt, observations, conclusion, performer } = content;
  const status = item.status === 'amended' ? 'amended' : 'final';
  const source = sourceReference(about.trust, item.source);
  const common = { status, subject: about.patient, effectiveDateTime: takenAt };
  const measured = observations.map(
    (observation, place): FhirResource => ({
      resourceType: 'Observation',
      id: derivedId('observation', id, place),
      category: [{ coding: [{ system: systems.observationCategory, code: 'laboratory', display: 'Laboratory' }] }],
      ...common,
      performer: [source],
      ...observationOf(observation),
    }),
  );
  const report: FhirResource = compact({
    resourceType: 'DiagnosticReport',
    id,
    meta: metaOf(item),
    category: [{ coding: [{ system: systems.diagnosticService, code: 'LAB', display: 'Laboratory' }] }],
    code: conceptOf(name, code),
    ...common,
    issued: issuedAt,
    performer: [...some(performer).map((display) => ({ display })), source],
    result: measured.map((each) => referenceTo('Observation', each.id)),
    conclusion,
  });
  return [...measured, report];
}

function observationOf(observation: ObservationContent): object {
  const { name, code, note, components = [] } = observation;
  // FHIR: the value of a group's own code stands in the component alone, or the component has another code
  const clashes = (component: ObservationContent) => code !== undefined && component.code?.code === code.code;
  return compact({
    code: conceptOf(name, code),
    ...measuredValue(observation),
    ...rangeAndMeaningOf(observation),
    note: some(note).map(inWords),
    component: components.map((component) => componentOf(component, clashes(component))),
  });
}

/** A component has no note of its own in FHIR; what one says is why there is no value. */
function componentOf(component: ObservationContent, clashes: boolean): object {
  const { name, code, note, value } = component;
  return compact({
    code: conceptOf(name, clashes ? undefined : code),
    ...measuredValue(component),
    ...rangeAndMeaningOf(component),
    dataAbsentReason: value === undefined && note !== undefined ? inWords(note) : undefined,
  });
}

function rangeAndMeaningOf({ referenceRange, interpretation, interpretationCode }: ObservationContent): object {
  const system = knownInterpretations.test(interpretationCode ?? '') ? systems.interpretation : undefined;
  const meaning = compact({
    coding: some(interpretationCode).map((code) => compact({ system, code })),
    text: interpretation,
  });
  return {
    interpretation: Object.keys(meaning).length > 0 ? [meaning] : [],
    referenceRange: some(referenceRange && rangeOf(referenceRange)),
  };
}

const rangeOf = ({ low, high, unit, text }: ReferenceRange): object =>
  compact({
    low: low === undefined ? undefined : compact({ value: low, unit }),
    high: high === undefined ? undefined : compact({ value: high, unit }),
    text,
  });

function measuredValue({ value }: ObservationContent): object {
  if (value === undefined) return {};
  if (value.kind === 'text') return { valueString: value.text };
  const { number, unit, comparator } = value;
  return { valueQuantity: compact({ value: number, comparator, unit }) };
}

const conceptOf = (text: string, code: Code | undefined): object => compact({ coding: some(code), text });
