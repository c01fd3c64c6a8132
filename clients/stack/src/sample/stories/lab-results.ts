import type { Setting } from '../chapter.ts';
import { labTests } from '../lab-tests.ts';
import type { Resource } from '../resources.ts';
import { reportResources, type Sample } from '../results.ts';

/** HbA1c by days and value: the same code and unit at two trusts, so that the points make one line. */
export function bloodSugar(setting: Setting, points: readonly (readonly [days: number, value: number])[]): Resource[] {
  const test = labTests.find(({ key }) => key === 'diabetes');
  if (!test) return [];
  return points.flatMap(([days, value], index) => {
    const comment =
      value > 58
        ? 'Higher than the goal that was agreed. Discussed with the patient.'
        : 'Measured on a routine sample.';
    const amended = index === 1 ? ({ status: 'corrected' } as const) : {};
    return reportResources(setting.faker, test, {
      ...sampleOf(setting, days, `blood sugar ${index}`),
      values: { '59261-8': value },
      comment,
      ...amended,
    });
  });
}

/** A result that the hospital has not given out yet. */
export function waitingResult(setting: Setting): Resource[] {
  const test = labTests.find(({ key }) => key === 'kidney');
  return test
    ? reportResources(setting.faker, test, { ...sampleOf(setting, -4, 'waiting'), status: 'preliminary' })
    : [];
}

const sampleOf = (
  { calendar, person, hospital, patient, organisation }: Setting,
  days: number,
  name: string,
): Sample => ({
  key: [person.key, hospital.odsCode, name],
  taken: calendar.moment(days, '09:10'),
  issued: calendar.moment(days + 1, '12:30'),
  patient,
  organisation,
  encounter: undefined,
});
