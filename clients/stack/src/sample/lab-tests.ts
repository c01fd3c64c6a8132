/** One measured value: its usual range, and how far a person's value may lie around it. */
export interface Measure {
  readonly name: string;
  readonly loinc: string;
  readonly unit: string;
  /** UCUM */
  readonly unitCode: string;
  readonly low?: number;
  readonly high?: number;
  readonly decimals: number;
}

/** A report of the laboratory. */
export interface LabTest {
  readonly key: string;
  readonly name: string;
  readonly loinc: string;
  readonly measures: readonly Measure[];
}

const measure = (
  name: string,
  loinc: string,
  unit: string,
  unitCode: string,
  low: number | undefined,
  high: number | undefined,
  decimals: number,
): Measure => ({
  name,
  loinc,
  unit,
  unitCode,
  decimals,
  ...(low === undefined ? {} : { low }),
  ...(high === undefined ? {} : { high }),
});

/** Adult ranges as English laboratories print them. */
export const labTests: readonly LabTest[] = [
  {
    key: 'full-blood-count',
    name: 'Full blood count',
    loinc: '58410-2',
    measures: [
      measure('Haemoglobin', '718-7', 'g/L', 'g/L', 115, 165, 0),
      measure('White cell count', '6690-2', '10*9/L', '10*9/L', 4, 11, 1),
      measure('Platelets', '777-3', '10*9/L', '10*9/L', 150, 400, 0),
      measure('Mean cell volume', '787-2', 'fL', 'fL', 80, 99, 0),
    ],
  },
  {
    key: 'kidney',
    name: 'Kidney function (urea and electrolytes)',
    loinc: '24362-6',
    measures: [
      measure('Sodium', '2951-2', 'mmol/L', 'mmol/L', 133, 146, 0),
      measure('Potassium', '2823-3', 'mmol/L', 'mmol/L', 3.5, 5.3, 1),
      measure('Urea', '22664-7', 'mmol/L', 'mmol/L', 2.5, 7.8, 1),
      measure('Creatinine', '14682-9', 'umol/L', 'umol/L', 45, 104, 0),
    ],
  },
  {
    key: 'liver',
    name: 'Liver function',
    loinc: '24325-3',
    measures: [
      measure('Alanine aminotransferase (ALT)', '1742-6', 'U/L', 'U/L', undefined, 40, 0),
      measure('Alkaline phosphatase', '6768-6', 'U/L', 'U/L', 30, 130, 0),
      measure('Bilirubin', '14631-6', 'umol/L', 'umol/L', undefined, 21, 0),
      measure('Albumin', '1751-7', 'g/L', 'g/L', 35, 50, 0),
    ],
  },
  {
    key: 'diabetes',
    name: 'HbA1c (blood sugar over three months)',
    loinc: '59261-8',
    measures: [measure('HbA1c', '59261-8', 'mmol/mol', 'mmol/mol', 20, 41, 0)],
  },
  {
    key: 'lipids',
    name: 'Cholesterol',
    loinc: '24331-1',
    measures: [
      measure('Total cholesterol', '14647-2', 'mmol/L', 'mmol/L', undefined, 5, 1),
      measure('HDL cholesterol', '14646-4', 'mmol/L', 'mmol/L', 1, undefined, 1),
      measure('Triglycerides', '14927-8', 'mmol/L', 'mmol/L', undefined, 1.7, 1),
    ],
  },
  {
    key: 'thyroid',
    name: 'Thyroid function',
    loinc: '24348-5',
    measures: [
      measure('Thyroid stimulating hormone', '3016-3', 'mIU/L', 'm[IU]/L', 0.27, 4.2, 2),
      measure('Free thyroxine', '14920-3', 'pmol/L', 'pmol/L', 12, 22, 1),
    ],
  },
  {
    key: 'inflammation',
    name: 'C-reactive protein',
    loinc: '1988-5',
    measures: [measure('C-reactive protein', '1988-5', 'mg/L', 'mg/L', undefined, 5, 0)],
  },
];
