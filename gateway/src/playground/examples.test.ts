import { fileURLToPath } from 'node:url';
import { graphqlSync, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { readSupergraph } from '../execution/read-supergraph.ts';
import { inspectDocument } from '../limits/inspect-document.ts';
import { defaultLimits } from '../limits/limits.ts';
import { examples } from './page/examples.ts';
import { fitExample, offersQuery, readOffers, sortOffers, trustsQuery } from './page/offers.ts';

const committed = fileURLToPath(new URL('../../../schema/generated/supergraph.graphql', import.meta.url));
const { schema } = await readSupergraph(committed);
const offers = readOffers(graphqlSync({ schema, source: offersQuery }));

/** Every example as it stands in a tab, and each verb at every trust that offers it. */
const tabs = examples.flatMap((example) => {
  const { verb } = example;
  if (verb === undefined) return [example];
  return (offers.get(verb) ?? []).flatMap((trust) => fitExample(example, new Map([[verb, [trust]]])));
});
const nameOf = (query: string) => /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '';

it.each(tabs.map((tab) => [nameOf(tab.query), tab] as const))(
  '%s fits the committed supergraph and the limits',
  (name, { query, variables }) => {
    expect(validate(schema, parse(query))).toEqual([]);
    expect(inspectDocument(query, defaultLimits, false)).toEqual({ operations: [{ name, kind: expect.any(String) }] });
    expect(() => JSON.parse(variables ?? '{}')).not.toThrow();
  },
);

it('shows every verb of its examples, because some trust offers it', () => {
  const shown = examples.flatMap((example) => fitExample(example, offers));
  expect(shown.map(({ query }) => nameOf(query))).toEqual(examples.map(({ query }) => nameOf(query)));
});

it('puts first the trusts that the person is linked with, then the others, as the list has them', () => {
  expect(validate(schema, parse(trustsQuery))).toEqual([]);
  const made = new Map([['cancel', ['farWest', 'new', 'north', 'south']]]);
  const sorted = (data: unknown) => sortOffers(made, { data }).get('cancel');
  const trusts = [{ key: 'south' }, { key: 'north' }, { key: 'far-west' }];
  const standing = [
    { state: 'TOO_YOUNG', trust: { key: 'south' } },
    { state: 'LINKED', trust: { key: 'north' } },
    { state: 'LINKED', trust: { key: 'far-west' } },
  ];
  expect(sorted({ trusts, me: { trusts: standing } })).toEqual(['north', 'farWest', 'south', 'new']);
  expect(sorted({ trusts, me: null })).toEqual(['south', 'north', 'farWest', 'new']);
  expect(sorted(null)).toEqual(['farWest', 'new', 'north', 'south']);
  expect(sortOffers(made, {})).toEqual(made);
});

it('goes to the first trust that offers a verb and names the others; what nobody offers is left out', () => {
  const example = { verb: 'cancel', query: '# Cancel it.\nmutation Cancel { TRUST { cancel } }' };
  const shown = (...trusts: string[]) => fitExample(example, new Map([['cancel', trusts]])).map(({ query }) => query);
  expect(shown('north')).toEqual(['# Cancel it.\n# Only north offers this.\nmutation Cancel { north { cancel } }']);
  expect(shown('north', 'south')).toEqual([
    "# Cancel it.\n# The record is one at north; for another's\n# put its trust in the place of that:\n#   south\nmutation Cancel { north { cancel } }",
  ]);
  expect(fitExample(example, readOffers({}))).toEqual([]);
});
