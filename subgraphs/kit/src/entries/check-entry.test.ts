import { describe, expect, it } from 'vitest';
import { checkEntry, contentOf, type Entry } from './check-entry.ts';

const now = new Date('2026-06-15T11:00:00.000Z');
const at = now;
const symptom = { kind: 'symptom', at, words: 'Dizzy' } as const;
const measurement = { kind: 'measurement', at, measurement: { what: 'Weight', number: 71.5, unit: 'kg' } } as const;
const medication = { kind: 'medication', at, medication: { name: 'Ramipril', dose: '5 mg' } } as const;
const note = { kind: 'note', at, words: 'Walked for an hour.' } as const;
const long = (length: number) => 'x'.repeat(length);

describe('checkEntry', () => {
  it.each<[string, Entry, string[]]>([
    ['a symptom', symptom, []],
    ['a symptom with how bad it is', { ...symptom, severity: 10 }, []],
    ['a symptom of severity 0', { ...symptom, severity: 0 }, []],
    ['a measurement', measurement, []],
    [
      'a measurement with words and without a unit',
      { kind: 'measurement', at, words: 'After lunch', measurement: { what: 'Steps', number: -1 } },
      [],
    ],
    [
      'a medication',
      { ...medication, medication: { ...medication.medication, from: '2026-01-01', to: '2026-01-01' } },
      [],
    ],
    ['a note', note, []],
    ['what gives null for what it has not', { ...note, severity: null, measurement: null, medication: null }, []],
    ['the longest words', { ...note, words: long(2000) }, []],
    ['a moment within a day ahead', { ...note, at: new Date('2026-06-16T11:00:00.000Z') }, []],
    ['a moment more than a day ahead', { ...note, at: new Date('2026-06-16T11:00:00.001Z') }, ['at']],
    ['a moment before anybody alive', { ...note, at: new Date('1899-12-31T23:59:59.999Z') }, ['at']],
    ['a symptom without words', { kind: 'symptom', at }, ['words']],
    ['a note without words', { kind: 'note', at, words: null }, ['words']],
    ['a note of spaces', { ...note, words: '  \n' }, ['words']],
    ['words that are too long', { ...note, words: long(2001) }, ['words']],
    ['a severity of 11', { ...symptom, severity: 11 }, ['severity']],
    ['a severity below 0', { ...symptom, severity: -1 }, ['severity']],
    ['a severity of a note', { ...note, severity: 3 }, ['severity']],
    ['a measurement of nothing', { kind: 'measurement', at, words: 'Weight' }, ['measurement']],
    ['a measurement of a note', { ...note, measurement: measurement.measurement }, ['measurement']],
    [
      'a number that is none',
      { ...measurement, measurement: { what: 'Weight', number: Number.POSITIVE_INFINITY } },
      ['measurement.number'],
    ],
    [
      'a measurement without a name',
      { ...measurement, measurement: { what: ' ', number: 1, unit: '' } },
      ['measurement.what', 'measurement.unit'],
    ],
    [
      'a unit that is too long',
      { ...measurement, measurement: { what: long(101), number: 1, unit: long(31) } },
      ['measurement.what', 'measurement.unit'],
    ],
    ['a medication without any', { kind: 'medication', at, words: 'Ramipril' }, ['medication']],
    ['a medication of a symptom', { ...symptom, medication: { name: 'Ramipril' } }, ['medication']],
    [
      'a medication with an empty name',
      { ...medication, medication: { name: '', dose: long(201) } },
      ['medication.name', 'medication.dose'],
    ],
    [
      'a last day before the first',
      { ...medication, medication: { name: 'Ramipril', from: '2026-02-01', to: '2026-01-31' } },
      ['medication.to'],
    ],
    [
      'several at once',
      { kind: 'note', at: new Date('2030-01-01T00:00:00Z'), severity: 3 },
      ['severity', 'words', 'at'],
    ],
  ])('D2 D14 answers for %s', (_what, entry, fields) => {
    expect(checkEntry(entry, now).map(({ code, field }) => [code, field])).toEqual(
      fields.map((field) => ['BAD_INPUT', field]),
    );
  });
});

describe('contentOf', () => {
  it('D2 keeps what was given, without the space around it and nothing empty', () => {
    expect(contentOf({ ...symptom, words: '  Dizzy \n', severity: 0, measurement: null })).toEqual({
      kind: 'symptom',
      words: 'Dizzy',
      severity: 0,
    });
    expect(contentOf({ ...medication, medication: { name: ' Ramipril ', dose: null, from: '2026-01-01' } })).toEqual({
      kind: 'medication',
      medication: { name: 'Ramipril', from: '2026-01-01' },
    });
  });
});
