import { nhsCheckDigit } from '@crosstrust/contract';
import type { HeldPatient } from './fake-trust.ts';

let made = 0;

/** A made-up patient with an NHS number of the 999 range; every field can be given. */
export function makePatient(given: Partial<HeldPatient> = {}): Omit<HeldPatient, 'record'> {
  made += 1;
  const nhsNumber = nextNhsNumber();
  return {
    name: `Sample Person ${made}`,
    nhsNumber,
    birthDate: '1980-04-05',
    mobile: `+447700900${String(made % 1000).padStart(3, '0')}`,
    email: `person-${made}@example.org`,
    ...given,
  };
}

let nextNine = 999_000_100;

function nextNhsNumber(): string {
  for (;;) {
    const nine = String(nextNine++);
    const check = nhsCheckDigit(nine);
    if (check !== null) return `${nine}${check}`;
  }
}
