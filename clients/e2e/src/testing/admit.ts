import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nhsCheckDigit } from '@crosstrust/contract';
import { type Person, sampleBundle } from '@crosstrust/stack';
import type { System } from './system.ts';

/** The n-th of made-up NHS numbers that no sample person has. */
export function nhsNumberOf(n: number): string {
  for (let digits = 999_100_000 + 50 * n; ; digits += 1) {
    const check = nhsCheckDigit(String(digits));
    if (check !== null) return `${digits}${check}`;
  }
}

/** Imports people into a trust who are not among the samples: they have no account. */
export async function admit(system: System, trust: string, people: readonly Person[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'crosstrust-e2e-'));
  try {
    for (const [n, person] of people.entries()) {
      const life = JSON.stringify(sampleBundle(person, trust, new Date()));
      await writeFile(join(folder, `${n}.json`), life, { mode: 0o600 });
    }
    await system.tool('import', ['--trust', trust, '--data', folder]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
