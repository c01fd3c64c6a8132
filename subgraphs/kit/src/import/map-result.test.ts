import { describe, expect, it } from 'vitest';
import { aContext, anObservation, aReport, entryOf } from '../testing/fhir.ts';
import type { DiagnosticReport, Observation, Resource } from './fhir.ts';
import { mapObservation } from './map-observation.ts';
import { mapLoneObservation, mapReport } from './map-result.ts';

const report = (given: Partial<DiagnosticReport>, ...around: Resource[]) =>
  mapReport(entryOf(aReport({ id: 'r', ...given })), aContext(...around));
const holding = (...observations: Observation[]) => ({
  result: observations.map(({ id }) => ({ reference: `Observation/${id}` })),
});
const haemoglobin = anObservation({
  id: 'hb',
  code: { coding: [{ system: 'http://loinc.org', code: '718-7', display: 'Haemoglobin' }] },
  referenceRange: [{ low: { value: 115 }, high: { value: 165 } }],
  interpretation: [{ coding: [{ code: 'N' }] }],
});
const cells = anObservation({
  id: 'wcc',
  code: { text: 'White cells' },
  valueQuantity: { value: 4.2, unit: '10*9/L', comparator: '>=' },
});

describe('mapReport', () => {
  it('holds its observations with units and ranges', () => {
    expect(
      report(
        {
          ...holding(haemoglobin, cells),
          conclusion: 'Normal.',
          performer: [{ display: 'Pathology' }],
          issued: '2022-01-02T15:00:00Z',
        },
        haemoglobin,
        cells,
      ),
    ).toEqual({
      section: 'TEST_RESULTS',
      at: '2022-01-02T03:04:05.000Z',
      status: 'final',
      content: {
        name: 'Full blood count',
        takenAt: '2022-01-02T03:04:05.000Z',
        issuedAt: '2022-01-02T15:00:00.000Z',
        conclusion: 'Normal.',
        performer: 'Pathology',
        observations: [
          {
            name: 'Haemoglobin',
            code: { system: 'http://loinc.org', code: '718-7' },
            value: { kind: 'quantity', number: 131, unit: 'g/L' },
            referenceRange: { low: 115, high: 165, unit: 'g/L' },
            interpretation: 'Normal',
            interpretationCode: 'N',
          },
          { name: 'White cells', value: { kind: 'quantity', number: 4.2, unit: '10*9/L', comparator: '>=' } },
        ],
      },
    });
  });

  it('takes the members of a group for the group', () => {
    const { valueQuantity: _none, ...group } = anObservation({
      id: 'group',
      hasMember: [{ reference: 'Observation/hb' }, { reference: 'Observation/wcc' }],
    });
    expect(report(holding(group), group, haemoglobin, cells)).toMatchObject({
      content: { observations: [{ name: 'Haemoglobin' }, { name: 'White cells' }] },
    });
  });

  it('goes on without an observation that is not there, and says so', () => {
    const context = aContext(haemoglobin);
    expect(mapReport(entryOf(aReport({ id: 'r', ...holding(haemoglobin, cells) })), context)).toMatchObject({
      content: { observations: [{ name: 'Haemoglobin' }] },
    });
    expect(context.remarks).toEqual(['some of its observations are not in the data; the others are used']);
  });

  it.each([
    ['final', 'final'],
    ['corrected', 'amended'],
    ['amended', 'amended'],
    ['appended', 'amended'],
    ['registered', 'unreleased'],
    ['preliminary', 'unreleased'],
    ['partial', 'unreleased'],
    ['unknown', 'unreleased'],
  ])('with status %s is %s', (given, status) =>
    expect(report({ status: given, ...holding(haemoglobin) }, haemoglobin)).toMatchObject({ status }),
  );

  it.each([['cancelled'], ['entered-in-error']])('with status %s is not kept', (status) =>
    expect(report({ status, ...holding(haemoglobin) }, haemoglobin)).toHaveProperty('notMapped'),
  );

  it.each([['34117-2'], ['RAD'], ['PHY']])('of category %s is no result', (code) =>
    expect(report({ category: [{ coding: [{ code }] }], ...holding(haemoglobin) }, haemoglobin)).toHaveProperty(
      'notMapped',
    ),
  );

  it('without a category is what its observations are', () => {
    const vital = anObservation({ id: 'bp', category: [{ coding: [{ code: 'vital-signs' }] }] });
    expect(report({ category: [], ...holding(haemoglobin) }, haemoglobin)).toHaveProperty('section', 'TEST_RESULTS');
    expect(report({ category: [], ...holding(vital) }, vital)).toHaveProperty('notMapped');
  });

  it('is set aside when it holds nothing', () => expect(() => report({})).toThrow('without any observation'));
});

describe('mapLoneObservation', () => {
  it('is a result of one', () => {
    expect(mapLoneObservation(entryOf(haemoglobin), aContext())).toMatchObject({
      section: 'TEST_RESULTS',
      content: { name: 'Haemoglobin', observations: [{ name: 'Haemoglobin' }] },
    });
  });
});

describe('mapObservation', () => {
  const { valueQuantity: _none, ...bare } = anObservation({ id: 'o' });
  it.each<[Partial<Observation>, object]>([
    [{ valueCodeableConcept: { text: 'Detected (finding)' } }, { value: { kind: 'text', text: 'Detected' } }],
    [{ valueString: 'Straw' }, { value: { kind: 'text', text: 'Straw' } }],
    [{ valueBoolean: false }, { value: { kind: 'text', text: 'No' } }],
    [{ valueInteger: 3 }, { value: { kind: 'quantity', number: 3 } }],
    [
      { valueRange: { low: { value: 1, unit: 'mm' }, high: { value: 2, unit: 'mm' } } },
      { value: { kind: 'text', text: '1 mm to 2 mm' } },
    ],
    [
      { valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } },
      { value: { kind: 'text', text: '1 : 128' } },
    ],
    [{ dataAbsentReason: { text: 'Specimen clotted' } }, { note: 'Specimen clotted' }],
    [{ dataAbsentReason: { coding: [{ code: 'not-performed' }] } }, { note: 'No value: not performed' }],
    [
      { component: [{ code: { text: 'Systolic' }, valueQuantity: { value: 120, unit: 'mmHg' } }] },
      { components: [{ name: 'Systolic', value: { kind: 'quantity', number: 120, unit: 'mmHg' } }] },
    ],
    [{ referenceRange: [{ text: 'under 5' }] }, { referenceRange: { text: 'under 5' } }],
  ])('reads %j', (given, expected) => expect(mapObservation({ ...bare, ...given })).toMatchObject(expected));
});
