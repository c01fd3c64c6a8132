import type { Code, ObservationContent, ObservationValue, ReferenceRange } from '../storage/content.ts';
import type { CodeableConcept, Measured, Observation, Quantity } from './fhir.ts';
import { defined, list, textOf, wordsOf } from './fhir-values.ts';

/** An Observation or one of its components, as a patient reads it. It may have components and no value, or neither. */
export function mapObservation(measured: Measured & Partial<Observation>): ObservationContent {
  const components = list(measured.component).map((component) => mapObservation(component));
  const notes = [
    wordsOf(measured.dataAbsentReason) ?? absentCode(measured.dataAbsentReason),
    ...list(measured.note).map(({ text }) => textOf(text)),
  ];
  return defined<ObservationContent>({
    name: nameOf(measured.code) ?? 'Not named',
    code: codeOf(measured.code),
    value: measuredValue(measured),
    referenceRange: rangeOf(measured),
    interpretation: list(measured.interpretation).map(interpretationOf).find(Boolean),
    interpretationCode: list(measured.interpretation)
      .flatMap(({ coding }) => list(coding).map(({ code }) => textOf(code)))
      .find(Boolean),
    note: notes.filter(Boolean).join('\n') || undefined,
    components: components.length > 0 ? components : undefined,
  });
}

/** The words of a code, else the code itself. */
export function nameOf(concept: CodeableConcept | undefined): string | undefined {
  return wordsOf(concept) ?? textOf(list(concept?.coding)[0]?.code);
}

/** The first coding that has both a system and a code. */
export function codeOf(concept: CodeableConcept | undefined): Code | undefined {
  const found = list(concept?.coding).find(
    ({ system, code }) => textOf(system) !== undefined && textOf(code) !== undefined,
  );
  return found?.system !== undefined && found.code !== undefined
    ? { system: found.system, code: found.code }
    : undefined;
}

function measuredValue(measured: Measured): ObservationValue | undefined {
  const quantity = quantityValue(measured.valueQuantity);
  if (quantity) return quantity;
  if (typeof measured.valueInteger === 'number') return { kind: 'quantity', number: measured.valueInteger };
  const text = textValue(measured);
  return text === undefined ? undefined : { kind: 'text', text };
}

const comparators = ['<', '<=', '>=', '>'] as const;

function quantityValue(quantity: Quantity | undefined): ObservationValue | undefined {
  if (typeof quantity?.value !== 'number' || !Number.isFinite(quantity.value)) return undefined;
  const comparator = comparators.find((known) => known === quantity.comparator);
  return defined<Extract<ObservationValue, { kind: 'quantity' }>>({
    kind: 'quantity',
    number: quantity.value,
    unit: unitOf(quantity),
    comparator,
  });
}

function textValue(measured: Measured): string | undefined {
  if (measured.valueCodeableConcept) return nameOf(measured.valueCodeableConcept);
  if (typeof measured.valueBoolean === 'boolean') return measured.valueBoolean ? 'Yes' : 'No';
  if (measured.valueRange) return spanOf(measured.valueRange.low, measured.valueRange.high, ' to ');
  if (measured.valueRatio) return spanOf(measured.valueRatio.numerator, measured.valueRatio.denominator, ' : ');
  if (measured.valuePeriod)
    return [measured.valuePeriod.start, measured.valuePeriod.end].map(textOf).filter(Boolean).join(' to ') || undefined;
  return textOf(measured.valueString) ?? textOf(measured.valueDateTime) ?? textOf(measured.valueTime);
}

function spanOf(first: Quantity | undefined, second: Quantity | undefined, between: string): string | undefined {
  const shown = [first, second]
    .filter((quantity) => typeof quantity?.value === 'number')
    .map((quantity) =>
      [quantity?.comparator, quantity?.value, quantity && unitOf(quantity)]
        .filter((part) => part !== undefined)
        .join(' '),
    );
  return shown.join(between) || undefined;
}

function unitOf({ unit, code }: Quantity): string | undefined {
  return textOf(unit) ?? textOf(code);
}

function rangeOf(measured: Measured): ReferenceRange | undefined {
  const [range] = list(measured.referenceRange);
  if (!range) return undefined;
  const [low, high] = [range.low?.value, range.high?.value].map((value) =>
    typeof value === 'number' ? value : undefined,
  );
  const text = textOf(range.text);
  if (low === undefined && high === undefined && text === undefined) return undefined;
  const units = [range.low, range.high, measured.valueQuantity].map((quantity) => quantity && unitOf(quantity));
  return defined<ReferenceRange>({
    low,
    high,
    unit: low === undefined && high === undefined ? undefined : units.find(Boolean),
    text,
  });
}

/** The usual codes of HL7's ObservationInterpretation in words. */
const interpretations: Readonly<Record<string, string>> = {
  N: 'Normal',
  A: 'Abnormal',
  AA: 'Critically abnormal',
  H: 'High',
  HH: 'Critically high',
  L: 'Low',
  LL: 'Critically low',
  HU: 'Significantly high',
  LU: 'Significantly low',
  POS: 'Positive',
  NEG: 'Negative',
  IND: 'Indeterminate',
  DET: 'Detected',
  ND: 'Not detected',
  R: 'Resistant',
  S: 'Susceptible',
  I: 'Intermediate',
};

function interpretationOf(concept: CodeableConcept): string | undefined {
  const code = list(concept.coding)[0]?.code;
  return textOf(concept.text) ?? (code === undefined ? undefined : interpretations[code]) ?? wordsOf(concept);
}

function absentCode(concept: CodeableConcept | undefined): string | undefined {
  const code = list(concept?.coding)[0]?.code;
  return code === undefined ? undefined : `No value: ${code.replaceAll('-', ' ')}`;
}
