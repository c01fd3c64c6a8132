import { type DirectiveNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';

/**
 * What composition allows and patients' data does not. Returns a line for each breach:
 * - a field of an entity that another process serves must be nullable, so that a dead trust nulls its own fields only;
 * - an entity with a key may be served by accounts and one trust at most: two trusts behind one key would be sent each other's ids.
 */
export function lintSupergraph(supergraphSdl: string): string[] {
  const types = parse(supergraphSdl).definitions.filter(
    (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION,
  );
  return types.flatMap((type) => {
    const keyedBy =
      type.directives?.filter(
        (directive) => directive.name.value === 'join__type' && argument(directive, 'key') !== undefined,
      ) ?? [];
    if (keyedBy.length === 0) return [];
    return [...checkOwners(type, keyedBy), ...checkNullability(type)];
  });
}

function checkOwners(type: ObjectTypeDefinitionNode, keyedBy: readonly DirectiveNode[]): string[] {
  const trusts = graphsOf(keyedBy).filter((graph) => graph !== 'ACCOUNTS');
  return trusts.length > 1 ? [`${type.name.value} has a key in several trusts: ${trusts.join(', ')}`] : [];
}

function checkNullability(type: ObjectTypeDefinitionNode): string[] {
  return (type.fields ?? []).flatMap((field) => {
    const servedBy = graphsOf(field.directives?.filter((directive) => directive.name.value === 'join__field') ?? []);
    const elsewhere = servedBy.length > 0 && !servedBy.includes('ACCOUNTS');
    return elsewhere && field.type.kind === Kind.NON_NULL_TYPE
      ? [`${type.name.value}.${field.name.value} is served by ${servedBy.join(', ')} and not nullable`]
      : [];
  });
}

function graphsOf(directives: readonly DirectiveNode[]): string[] {
  return [
    ...new Set(directives.map((directive) => argument(directive, 'graph')).filter((graph) => graph !== undefined)),
  ];
}

function argument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((node) => node.name.value === name)?.value;
  return value && 'value' in value ? String(value.value) : undefined;
}
