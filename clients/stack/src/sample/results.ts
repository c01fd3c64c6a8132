import type { Faker } from '@faker-js/faker';
import { stableId } from './identity.ts';
import type { LabTest, Measure } from './lab-tests.ts';
import { concept, reference, type Resource } from './resources.ts';

const ucum = 'http://unitsofmeasure.org';
const interpretations = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';

export interface Sample {
  /** Words that make its ids its own. */
  readonly key: readonly string[];
  readonly taken: string;
  readonly issued: string;
  readonly patient: Resource;
  readonly organisation: Resource;
  readonly encounter: Resource | undefined;
  /** Measured values by LOINC code, where a story tells of them; the dice tell of the others. */
  readonly values?: Readonly<Record<string, number>>;
  /** Preliminary: the hospital has not given it out yet. */
  readonly status?: 'final' | 'preliminary' | 'corrected';
  /** What the laboratory wrote beside each value. */
  readonly comment?: string;
}

/** One report of the laboratory with its observations; about one value in eight lies outside its range. */
export function reportResources(faker: Faker, test: LabTest, sample: Sample): Resource[] {
  const observations = test.measures.map((measure) => observationResource(faker, measure, test, sample));
  const outside = observations.filter(({ interpretation }) => interpretation !== normal).length;
  const report: Resource = {
    resourceType: 'DiagnosticReport',
    id: stableId('report', ...sample.key, test.key),
    status: sample.status ?? 'final',
    category: [concept('http://terminology.hl7.org/CodeSystem/v2-0074', 'LAB', 'Laboratory')],
    code: concept('http://loinc.org', test.loinc, test.name),
    ...common(sample),
    issued: sample.issued,
    performer: [reference(sample.organisation)],
    result: observations.map(reference),
    conclusion:
      outside === 0
        ? 'All values are within the usual range.'
        : 'Some values are outside the usual range. The team that ordered the test will tell you what this means for you.',
  };
  return [...observations, report];
}

const normal = [concept(interpretations, 'N', 'Normal')];
const high = [concept(interpretations, 'H', 'High')];
const low = [concept(interpretations, 'L', 'Low')];

function observationResource(faker: Faker, measure: Measure, test: LabTest, sample: Sample): Resource {
  const value = sample.values?.[measure.loinc] ?? pickValue(faker, measure);
  const quantity = (amount: number) => ({ value: amount, unit: measure.unit, system: ucum, code: measure.unitCode });
  const isHigh = measure.high !== undefined && value > measure.high;
  const isLow = measure.low !== undefined && value < measure.low;
  return {
    resourceType: 'Observation',
    id: stableId('observation', ...sample.key, test.key, measure.loinc),
    status: sample.status ?? 'final',
    category: [concept('http://terminology.hl7.org/CodeSystem/observation-category', 'laboratory', 'Laboratory')],
    code: concept('http://loinc.org', measure.loinc, measure.name),
    ...common(sample),
    issued: sample.issued,
    valueQuantity: quantity(value),
    interpretation: isHigh ? high : isLow ? low : normal,
    ...(sample.comment ? { note: [{ text: sample.comment }] } : {}),
    referenceRange: [
      {
        ...(measure.low === undefined ? {} : { low: quantity(measure.low) }),
        ...(measure.high === undefined ? {} : { high: quantity(measure.high) }),
      },
    ],
  };
}

function pickValue(faker: Faker, { low: from, high: to, decimals }: Measure): number {
  const bottom = from ?? (to ?? 1) * 0.3;
  const top = to ?? bottom * 2;
  const width = top - bottom;
  const outside = faker.number.int({ min: 1, max: 8 }) === 1;
  const value = outside
    ? top + width * faker.number.float({ min: 0.05, max: 0.4 })
    : bottom + width * faker.number.float({ min: 0.15, max: 0.85 });
  return Number(value.toFixed(decimals));
}

function common({ patient, encounter, taken }: Sample) {
  return {
    subject: reference(patient),
    ...(encounter ? { encounter: reference(encounter) } : {}),
    effectiveDateTime: taken,
  };
}
