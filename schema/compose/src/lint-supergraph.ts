import type { TrustEntry } from '@crosstrust/contract';
import { type DirectiveNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';

/** What composition allows and patients' data does not. Returns a line for each breach. */
export function lintSupergraph(supergraphSdl: string, trusts: readonly TrustEntry[]): string[] {
  const types = parse(supergraphSdl).definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
  const owned = new Map(trusts.map((trust) => [graphOf(trust.key), ownNames(trust)]));
  return types.flatMap((type) => [
    ...checkOverrides(type),
    ...checkRootFields(type, owned),
    ...checkKeys(type, owned),
    ...checkTimeline(type, owned),
    ...checkNullability(type),
  ]);
}

interface OwnNames {
  /** The types with a key that a trust may serve, and by which alone it is asked: its record, and its help for everybody. */
  readonly keyed: readonly string[];
  /** Its root fields, by root type. */
  readonly Query: string;
  readonly Mutation: string;
}

const ownNames = ({ typePrefix }: TrustEntry): OwnNames => {
  const prefix = `${typePrefix.charAt(0).toLowerCase()}${typePrefix.slice(1)}`;
  return { keyed: [`${typePrefix}Record`, `${typePrefix}Help`], Query: `${prefix}Record`, Mutation: prefix };
};

/** The name of a subgraph in the supergraph. */
const graphOf = (key: string) => key.toUpperCase().replaceAll('-', '_');

/** The service over all trusts: it is handed what the trusts said, and adds to the patient. */
const timeline = { graph: 'TIMELINE', keyed: 'Patient' };

/** Nobody takes over a field that another serves. */
function checkOverrides(type: ObjectTypeDefinitionNode): string[] {
  const overridden = fieldsOf(type).filter(({ joins }) =>
    joins.some((join) => argument(join, 'override') !== undefined),
  );
  return overridden.map(({ name }) => `${type.name.value}.${name} is overridden`);
}

/** A trust has its own root fields and no others: it cannot stand in for signing in. */
function checkRootFields(type: ObjectTypeDefinitionNode, owned: ReadonlyMap<string, OwnNames>): string[] {
  const root = type.name.value;
  if (root !== 'Query' && root !== 'Mutation') return [];
  return fieldsOf(type).flatMap(({ name, graphs }) =>
    graphs
      .filter((graph) => graph !== 'ACCOUNTS' && owned.get(graph)?.[root] !== name)
      .map((graph) => `${root}.${name} is not ${graph}'s to serve`),
  );
}

/** A trust has a key for its own records and its own help only: behind another's key it would be sent ids that are none of its business. */
function checkKeys(type: ObjectTypeDefinitionNode, owned: ReadonlyMap<string, OwnNames>): string[] {
  const keyed = joinsOf(type, 'join__type').filter((join) => argument(join, 'key') !== undefined);
  return graphsIn(keyed)
    .filter((graph) => graph !== 'ACCOUNTS' && !mayHaveKey(graph, type.name.value, owned))
    .map((graph) => `${type.name.value} is not ${graph}'s to have a key for`);
}

const mayHaveKey = (graph: string, type: string, owned: ReadonlyMap<string, OwnNames>): boolean =>
  graph === timeline.graph ? type === timeline.keyed : (owned.get(graph)?.keyed.includes(type) ?? false);

/** The service over all trusts reads what a trust's type holds, and never answers for it. */
function checkTimeline(type: ObjectTypeDefinitionNode, owned: ReadonlyMap<string, OwnNames>): string[] {
  if (![...owned.values()].some(({ keyed }) => keyed.includes(type.name.value))) return [];
  return fieldsOf(type)
    .filter(({ graphs, joins }) => graphs.includes(timeline.graph) && !isExternal(joins))
    .map(({ name }) => `${type.name.value}.${name} is not ${timeline.graph}'s to serve`);
}

const isExternal = (joins: readonly DirectiveNode[]): boolean =>
  joins.some((join) => argument(join, 'graph') === timeline.graph && argument(join, 'external') === 'true');

/** A field of an entity that another process serves is nullable, so that a dead trust nulls its own fields only. */
function checkNullability(type: ObjectTypeDefinitionNode): string[] {
  if (!joinsOf(type, 'join__type').some((join) => argument(join, 'key') !== undefined)) return [];
  return (type.fields ?? []).flatMap((field) => {
    const graphs = graphsIn(joinsOf(field, 'join__field'));
    const elsewhere = graphs.length > 0 && !graphs.includes('ACCOUNTS');
    if (!elsewhere || field.type.kind !== Kind.NON_NULL_TYPE) return [];
    return [`${type.name.value}.${field.name.value} is served by ${graphs.join(', ')} and not nullable`];
  });
}

/** Fields with the subgraphs that serve them; one without a word of its own is served by all of its type's. */
function fieldsOf(type: ObjectTypeDefinitionNode) {
  return (type.fields ?? []).map((field) => {
    const joins = joinsOf(field, 'join__field');
    return { name: field.name.value, joins, graphs: graphsIn(joins.length > 0 ? joins : joinsOf(type, 'join__type')) };
  });
}

function joinsOf(node: { directives?: readonly DirectiveNode[] | undefined }, name: string): DirectiveNode[] {
  return node.directives?.filter((directive) => directive.name.value === name) ?? [];
}

function graphsIn(joins: readonly DirectiveNode[]): string[] {
  return [...new Set(joins.map((join) => argument(join, 'graph')).filter((graph) => graph !== undefined))];
}

function argument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((node) => node.name.value === name)?.value;
  return value && 'value' in value ? String(value.value) : undefined;
}
