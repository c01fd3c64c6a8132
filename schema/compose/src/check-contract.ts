import { readFileSync } from 'node:fs';
import { type DefinitionNode, Kind, parse, print, visit } from 'graphql';

const contract = readFileSync(new URL('../../contract/trust.graphql', import.meta.url), 'utf8');

/** What a trust's subgraph lacks or has changed of the contract, a line each. Descriptions may differ. */
export function checkContract(sdl: string): string[] {
  const given = byName(sdl);
  return [...byName(contract)].flatMap(([name, wanted]) => {
    const found = given.get(name);
    if (found === undefined) return [`${name} is missing`];
    return found === wanted ? [] : [`${name} is not as schema/contract/trust.graphql has it`];
  });
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
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
        return { ...node, fields: sorted(node.fields) };
      if (node.kind === Kind.ENUM_TYPE_DEFINITION) return { ...node, values: sorted(node.values) };
      return undefined;
    },
  });
  return print(plain);
}
