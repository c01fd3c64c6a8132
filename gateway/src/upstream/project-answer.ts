import {
  type DocumentNode,
  getNamedType,
  getNullableType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fetch } from './read-fetch.ts';
import { UpstreamFault } from './upstream-fault.ts';

type Json = Record<string, unknown>;

/** What a fetch asked for, to hold its answer against. */
export type AskedFor = Pick<Fetch, 'document' | 'representations'>;

/**
 * Copies from a subgraph's answer exactly what was asked for, in the shapes that the supergraph names. So a service
 * cannot fill a field that another one owns, and nonsense is found here, where it costs one fetch: further on a string
 * in the place of a list would end the whole operation. Values of scalars are left to the merge.
 * @throws UpstreamFault when a part that was asked for is missing or of another shape
 */
export function projectAnswer(data: unknown, asked: AskedFor, schema: GraphQLSchema): Json {
  const operation = asked.document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw nonsense();
  const projector = new Projector(schema, asked.document);
  if (asked.representations)
    return { _entities: projectEntities(data, asked.representations, operation.selectionSet, projector) };
  const root = schema.getRootType(operation.operation);
  if (!root) throw nonsense();
  return projector.object(data, root.name, operation.selectionSet);
}

function projectEntities(
  data: unknown,
  representations: readonly Json[],
  selectionSet: SelectionSetNode,
  projector: Projector,
) {
  const [selection] = selectionSet.selections;
  const entities = asObject(data)['_entities'];
  if (!Array.isArray(entities) || entities.length !== representations.length) throw nonsense();
  if (selection?.kind !== Kind.FIELD || !selection.selectionSet) throw nonsense();
  const asked = selection.selectionSet;
  return entities.map((entity, index) => {
    const typename = representations[index]?.['__typename'];
    if (entity === null || typeof typename !== 'string') return null;
    const copy = projector.object(entity, typename, asked);
    if ('__typename' in copy && copy['__typename'] !== typename) throw nonsense();
    return copy;
  });
}

class Projector {
  private readonly fragments: ReadonlyMap<string, { on: string; selectionSet: SelectionSetNode }>;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    this.fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION
          ? [
              [
                definition.name.value,
                { on: definition.typeCondition.name.value, selectionSet: definition.selectionSet },
              ] as const,
            ]
          : [],
      ),
    );
  }

  object(value: unknown, declaredType: string, selectionSet: SelectionSetNode): Json {
    const source = asObject(value);
    const given = source['__typename'];
    const type = typeof given === 'string' ? given : declaredType;
    if (!isCompositeType(this.schema.getType(type))) throw nonsense();
    const copy: Json = {};
    this.fill(copy, source, type, selectionSet, true);
    return copy;
  }

  private fill(copy: Json, source: Json, type: string, selectionSet: SelectionSetNode, required: boolean): void {
    for (const selection of selectionSet.selections) {
      // a part under @skip or @include may be absent
      const mustBeThere = required && !selection.directives?.length;
      if (selection.kind === Kind.FIELD) this.fillField(copy, source, type, selection, mustBeThere);
      else this.fillFragment(copy, source, type, selection, mustBeThere);
    }
  }

  private fillField(
    copy: Json,
    source: Json,
    type: string,
    field: SelectionNode & { kind: Kind.FIELD },
    required: boolean,
  ): void {
    const key = field.alias?.value ?? field.name.value;
    if (!Object.hasOwn(source, key)) {
      if (required) throw nonsense();
      return;
    }
    if (field.name.value === '__typename') {
      copy[key] = source[key];
      return;
    }
    const parent = this.schema.getType(type);
    const definition = parent && 'getFields' in parent ? parent.getFields()[field.name.value] : undefined;
    if (!definition || !('type' in definition)) throw nonsense();
    const value = this.value(source[key], definition.type as GraphQLOutputType, field.selectionSet);
    copy[key] = mergeValues(copy[key], value);
  }

  private fillFragment(
    copy: Json,
    source: Json,
    type: string,
    selection: Exclude<SelectionNode, { kind: Kind.FIELD }>,
    required: boolean,
  ): void {
    const spread = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : undefined;
    const on = selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : spread?.on;
    const selectionSet = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : spread?.selectionSet;
    if (!selectionSet) throw nonsense();
    if (on === undefined || on === type || this.isA(type, on)) this.fill(copy, source, type, selectionSet, required);
    else if (this.isA(on, type)) this.fill(copy, source, on, selectionSet, false); // an abstract type without __typename
  }

  private isA(type: string, abstract: string): boolean {
    const [sub, parent] = [this.schema.getType(type), this.schema.getType(abstract)];
    return (
      isAbstractType(parent) &&
      (isObjectType(sub) || isAbstractType(sub)) &&
      !('getTypes' in sub) &&
      this.schema.isSubType(parent, sub)
    );
  }

  private value(value: unknown, declared: GraphQLOutputType, selectionSet: SelectionSetNode | undefined): unknown {
    if (value === null) return null;
    const type = getNullableType(declared);
    if (isListType(type)) {
      if (!Array.isArray(value)) throw nonsense();
      return value.map((item) => this.value(item, type.ofType, selectionSet));
    }
    return selectionSet ? this.object(value, getNamedType(type).name, selectionSet) : value;
  }
}

/** The same field may be selected twice with other parts below; both copies are of one value. */
function mergeValues(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return one.map((item, index) => mergeValues(item, other[index]));
  if (!isObject(one) || !isObject(other)) return other;
  return {
    ...one,
    ...Object.fromEntries(Object.entries(other).map(([key, value]) => [key, mergeValues(one[key], value)])),
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): Json {
  if (!isObject(value)) throw nonsense();
  return value;
}

const nonsense = () => new UpstreamFault('unavailable', true);
