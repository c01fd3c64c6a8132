import { ageInLondon } from '@crosstrust/contract';
import { z } from 'zod';
import { runProgram } from '../child.ts';
import type { Details } from '../portal.ts';
import { type Plan, trustTool } from '../services.ts';

/** A living patient of one trust, as its own database has them. */
const candidateSchema = z.object({
  nhsNumber: z.string(),
  birthDate: z.string(),
  mobile: z.string().nullish(),
  email: z.string().nullish(),
  counts: z.record(z.string(), z.number()),
});
type Candidate = z.infer<typeof candidateSchema>;

/** Somebody who could be shown, with what each trust holds of them. */
export interface Spanning {
  readonly details: Details;
  /** Keys of the trusts that hold a record of theirs; those with the most to show first. */
  readonly trusts: readonly string[];
  /** Items in all records together. */
  readonly items: number;
}

/** Asks each trust whom it holds. The answer comes through a pipe and is kept in memory only. */
export async function findCandidates(
  plan: Plan,
  trusts: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Candidate[]>> {
  const found = await Promise.all(
    trusts.map(async (key) => {
      const printed = await runProgram(trustTool(plan, key, ['candidates', '--json']), { signal });
      const lines = printed.split('\n').filter(Boolean);
      return [key, lines.map((line) => candidateSchema.parse(JSON.parse(line)))] as const;
    }),
  );
  return new Map(found);
}

/**
 * The living adults by how many trusts know them by the same details, and then by how much there is to see.
 * @param now the day on which they are adults
 */
export function rankSpanning(held: ReadonlyMap<string, readonly Candidate[]>, now: Date): Spanning[] {
  const records = [...held].flatMap(([trust, candidates]) =>
    candidates.flatMap((candidate) => withDetails(trust, candidate)),
  );
  const adults = records.filter(({ details }) => ageInLondon(details.birthDate, now) >= 18);
  const people = Map.groupBy(adults, ({ details }) => JSON.stringify(details));
  return [...people.values()]
    .flatMap(toSpanning)
    .sort((a, b) => b.trusts.length - a.trusts.length || b.items - a.items);
}

interface Held {
  readonly trust: string;
  readonly details: Details;
  readonly items: number;
}

function withDetails(trust: string, { nhsNumber, birthDate, mobile, email, counts }: Candidate): Held[] {
  if (!mobile || !email) return [];
  const items = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [{ trust, details: { nhsNumber, birthDate, mobile, email }, items }];
}

function toSpanning(records: readonly Held[]): Spanning[] {
  const [first] = records;
  if (!first) return [];
  const sorted = records.toSorted((a, b) => b.items - a.items);
  return [
    {
      details: first.details,
      trusts: sorted.map(({ trust }) => trust),
      items: sorted.reduce((sum, { items }) => sum + items, 0),
    },
  ];
}
