import { fileURLToPath } from 'node:url';
import { parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { readSupergraph } from '../execution/read-supergraph.ts';
import { inspectDocument } from '../limits/inspect-document.ts';
import { defaultLimits } from '../limits/limits.ts';
import { examples } from './page/examples.ts';

const committed = fileURLToPath(new URL('../../../schema/generated/supergraph.graphql', import.meta.url));

it.each(examples.map((example) => [/(?:query|mutation) (\w+)/.exec(example.query)?.[1] ?? '', example] as const))(
  '%s fits the committed supergraph and the limits',
  async (name, { query, variables }) => {
    const { schema } = await readSupergraph(committed);
    expect(validate(schema, parse(query))).toEqual([]);
    expect(inspectDocument(query, defaultLimits, false)).toEqual({ operations: [{ name, kind: expect.any(String) }] });
    expect(() => JSON.parse(variables ?? '{}')).not.toThrow();
  },
);
