import { type DocumentNode, Kind } from 'graphql';
import type { AnswerPath } from './locate-records.ts';

/** What a fetch of the executor's is for. */
export interface Fetch {
  readonly document: DocumentNode;
  /** Whether it is a mutation. */
  readonly changes: boolean;
  /** Places of the root fields in its answer. */
  readonly rootFields: readonly AnswerPath[];
  /** The entities sent along, when it is for entities. */
  readonly representations: readonly Record<string, unknown>[] | undefined;
}

/**
 * Reads a fetch. Its document is the planner's and says what it is for; its variables are a client's, who may name and
 * fill them as they like.
 */
export function readFetch(document: DocumentNode, variables: Readonly<Record<string, unknown>> | undefined): Fetch {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fields = (operation?.selectionSet.selections ?? []).filter((selection) => selection.kind === Kind.FIELD);
  const given = variables?.['representations'];
  return {
    document,
    changes: operation?.operation === 'mutation',
    rootFields: fields.map(({ alias, name }) => [alias?.value ?? name.value]),
    // by the field's name: an alias is the client's to choose
    representations: fields[0]?.name.value === '_entities' ? (Array.isArray(given) ? given : []) : undefined,
  };
}
