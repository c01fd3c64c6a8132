import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/** How large a part of a document is, with its fragments written out. */
export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly fields: number;
  readonly introspects: boolean;
  /** Whether an alias takes a name by which the executor finds entities again. */
  readonly shadowsKey: boolean;
}

const nothing: Measure = { depth: 0, aliases: 0, rootFields: 0, fields: 0, introspects: false, shadowsKey: false };
const introspectionFields = new Set(['__schema', '__type']);

/**
 * Measures each operation of a document. A fragment counts as often as it is spread, and is walked once, so that
 * fragments of fragments of fragments cost nothing to count. Introspection has no depth: the playground's own query is
 * deep, and elsewhere introspection is refused as such.
 */
export function measureDocument(document: DocumentNode): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, Measure>();

  const measureFragment = (name: string): Measure => {
    const before = known.get(name);
    if (before) return before;
    known.set(name, nothing); // a fragment inside itself counts as nothing here; validation refuses it
    const fragment = fragments.get(name);
    const measure = fragment ? measureSelections(fragment.selectionSet) : nothing;
    known.set(name, measure);
    return measure;
  };

  const measureSelections = (selectionSet: SelectionSetNode): Measure =>
    selectionSet.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return add(sum, measureFragment(selection.name.value));
      if (selection.kind === Kind.INLINE_FRAGMENT) return add(sum, measureSelections(selection.selectionSet));
      const below = selection.selectionSet ? measureSelections(selection.selectionSet) : nothing;
      const introspects = introspectionFields.has(selection.name.value);
      return add(sum, {
        depth: introspects ? 0 : below.depth + 1,
        aliases: below.aliases + (selection.alias ? 1 : 0),
        rootFields: 1,
        fields: below.fields + 1,
        introspects: introspects || below.introspects,
        shadowsKey: below.shadowsKey || shadowsKey(selection),
      });
    }, nothing);

  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operations.map(({ selectionSet }) => measureSelections(selectionSet)).reduce(larger, nothing);
}

function add(one: Measure, other: Measure): Measure {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    rootFields: one.rootFields + other.rootFields,
    fields: one.fields + other.fields,
    introspects: one.introspects || other.introspects,
    shadowsKey: one.shadowsKey || other.shadowsKey,
  };
}

function larger(one: Measure, other: Measure): Measure {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: Math.max(one.aliases, other.aliases),
    rootFields: Math.max(one.rootFields, other.rootFields),
    fields: Math.max(one.fields, other.fields),
    introspects: one.introspects || other.introspects,
    shadowsKey: one.shadowsKey || other.shadowsKey,
  };
}

/** The executor asks for `id` and `__typename` on its own and merges by them: another field under these names breaks it. */
function shadowsKey({ alias, name }: FieldNode): boolean {
  return alias !== undefined && alias.value !== name.value && (alias.value === 'id' || alias.value.startsWith('__'));
}
