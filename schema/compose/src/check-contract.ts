import { readFileSync } from 'node:fs';
import { type DefinitionNode, type FieldDefinitionNode, Kind, parse, print, visit } from 'graphql';

const read = (name: string) => readFileSync(new URL(`../../contract/${name}`, import.meta.url), 'utf8');
const contract = byName(read('trust.graphql'));
const capabilities = byName(read('capabilities.graphql'));

/**
 * What a trust's subgraph lacks or has changed of the contract, a line each. Descriptions may differ. What belongs to a
 * capability may be missing; where it is defined, it is defined as it is everywhere.
 */
export function checkContract(sdl: string): string[] {
  const given = byName(sdl);
  const missing = [...contract.keys()].filter((name) => !given.has(name)).map((name) => `${name} is missing`);
  const differing = (wanted: ReadonlyMap<string, string>, file: string) =>
    [...wanted].flatMap(([name, definition]) =>
      given.has(name) && given.get(name) !== definition ? [`${name} is not as schema/contract/${file} has it`] : [],
    );
  return [...missing, ...differing(contract, 'trust.graphql'), ...differing(capabilities, 'capabilities.graphql')];
}

function byName(sdl: string): Map<string, string> {
  return new Map(
    parse(sdl).definitions.flatMap((node) =>
      'name' in node && node.name ? [[node.name.value, canonical(node)] as const] : [],
    ),
  );
}

/** The definition without descriptions, and with its members in one order. */
function canonical(definition: DefinitionNode): string {
  const sorted = <Node extends { name: { value: string } }>(nodes: readonly Node[] | undefined) =>
    nodes?.toSorted((a, b) => a.name.value.localeCompare(b.name.value));
  const plain = visit(definition, {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
    leave: (node) => {
      if (
        node.kind === Kind.OBJECT_TYPE_DEFINITION ||
        node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
        node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
      )
        return { ...node, fields: sorted(node.fields as readonly FieldDefinitionNode[] | undefined) };
      if (node.kind === Kind.ENUM_TYPE_DEFINITION) return { ...node, values: sorted(node.values) };
      return undefined;
    },
  });
  return print(plain);
}
