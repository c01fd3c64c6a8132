import { openPatient, type Patient } from './patient.ts';
import type { System } from './system.ts';
import { type Verbs, verbsOf } from './verbs-of.ts';

/** A sample patient at one of their trusts, with every verb of it by its name. */
export type Actor = Omit<Patient, 'send'> & Verbs;

/** Signs a sample patient in, to read and to act at one trust. @throws Error when they have no record there */
export async function openActor(system: System, key: string, trust: string): Promise<Actor> {
  const patient = await openPatient(system, key, trust);
  return { ...patient, ...verbsOf(system, trust, patient) };
}
