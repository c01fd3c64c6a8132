import type { Example } from './examples/example.ts';

/** By verb: the fields of `Mutation` below which trusts offer it. */
export type Offers = ReadonlyMap<string, readonly string[]>;

/** Asks which trust offers which verb: the graph itself says so, because what a trust does not offer is not in it. */
export const offersQuery = '{ __schema { mutationType { fields { name type { name fields { name } } } } } }';

interface Field {
  readonly name: string;
  readonly type: { readonly name: string | null; readonly fields: readonly { readonly name: string }[] | null };
}

/** Reads the answer to `offersQuery`. Where there is none, nothing is offered. */
export function readOffers(answer: unknown): Offers {
  const { data } = answer as { data?: { __schema?: { mutationType?: { fields: readonly Field[] } | null } } | null };
  const offers = new Map<string, string[]>();
  for (const { name, type } of data?.__schema?.mutationType?.fields ?? [])
    if (type.name?.endsWith('Mutations'))
      for (const verb of type.fields ?? []) offers.set(verb.name, [...(offers.get(verb.name) ?? []), name]);
  return offers;
}

/** Asks for the list of trusts and, when somebody is signed in, how that person stands with each. */
export const trustsQuery = '{ trusts { key } me { trusts { state trust { key } } } }';

/**
 * Puts the trusts of every verb in order, by the answer to `trustsQuery`: those that the person is linked with, then the
 * others, both as the list has them. Without an answer the order stays.
 */
export function sortOffers(offers: Offers, answer: unknown): Offers {
  const { data } = answer as {
    data?: { trusts?: readonly Trust[]; me?: { trusts: readonly Standing[] } | null } | null;
  };
  const linked = (data?.me?.trusts ?? []).filter(({ state }) => state === 'LINKED').map(({ trust }) => trust);
  const order = [...new Set([...linked, ...(data?.trusts ?? [])].map(({ key }) => fieldOf(key)))];
  const rankOf = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
  return new Map([...offers].map(([verb, fields]) => [verb, fields.toSorted((a, b) => rankOf(a) - rankOf(b))]));
}

interface Trust {
  readonly key: string;
}

interface Standing {
  readonly state: string;
  readonly trust: Trust;
}

/** The field of `Mutation` for a trust's key: `some-trust` has `someTrust`. */
const fieldOf = (key: string) => key.replace(/-(\w)/g, (_hyphen, letter: string) => letter.toUpperCase());

/** An example as its tab has it: its verb at the first trust that offers it, with a word on who else does; none where nobody does. */
export function fitExample(example: Example, offers: Offers): Example[] {
  const { verb, query } = example;
  if (verb === undefined) return [example];
  const [first, ...others] = offers.get(verb) ?? [];
  if (first === undefined) return [];
  const fitted = query.replace('TRUST {', `${first} {`).replace(/^mutation/m, `${hintAt(first, others)}mutation`);
  return [{ ...example, query: fitted }];
}

/** Whose record it must be, as lines of a comment. */
function hintAt(first: string, others: readonly string[]): string {
  if (others.length === 0) return `# Only ${first} offers this.\n`;
  const lines = [`# The record is one at ${first}; for another's`, '# put its trust in the place of that:', ...others];
  return lines.map((line) => (line.startsWith('#') ? `${line}\n` : `#   ${line}\n`)).join('');
}
