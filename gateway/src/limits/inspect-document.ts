import type { ErrorCode } from '@crosstrust/contract';
import { type DocumentNode, GraphQLError, Kind, parse } from 'graphql';
import type { Limits } from './limits.ts';
import { measureDocument } from './measure-document.ts';

/** An operation of a document, as far as the stages need to know it. */
export interface OperationSummary {
  readonly name: string | undefined;
  readonly kind: 'query' | 'mutation';
}

/** What a look at a document's text gave: its operations, or why it is refused. */
export type Inspection =
  | { readonly operations: readonly OperationSummary[] }
  | {
      readonly refused: ErrorCode /** What is wrong with the client's own document. */;
      readonly explained?: GraphQLError;
    };

/** Parses a document and holds it against the limits, before anything more expensive sees it. Pure. */
export function inspectDocument(text: string, limits: Limits, allowIntrospection: boolean): Inspection {
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: limits.tokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // the parser has no other sign for this than its words; a test holds it to them
    if (/contains more th\w+ \d+ tokens/.test(error.message)) return { refused: 'QUERY_TOO_LARGE' };
    return { refused: 'GRAPHQL_PARSE_FAILED', explained: error };
  }
  const measure = measureDocument(document);
  if (measure.introspects && !allowIntrospection) return { refused: 'INTROSPECTION_REFUSED' };
  if (measure.shadowsKey)
    return invalid('An alias may not be called "id" or begin with "__", unless the field is called so.');
  if (takesPlannersName(document))
    return invalid('A variable may not be called "representations": the plan of the query uses this name.');
  const isTooLarge = (['depth', 'aliases', 'rootFields', 'fields'] as const).some((key) => measure[key] > limits[key]);
  return isTooLarge ? { refused: 'QUERY_TOO_LARGE' } : { operations: summarise(document) };
}

function invalid(message: string): Inspection {
  return { refused: 'GRAPHQL_VALIDATION_FAILED', explained: new GraphQLError(message) };
}

/** The planner names the variable of a fetch for entities so, without a look at what the client's variables are called. */
function takesPlannersName(document: DocumentNode): boolean {
  return document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.variableDefinitions?.some(({ variable }) => variable.name.value === 'representations'),
  );
}

function summarise(document: DocumentNode): OperationSummary[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? [
          {
            name: definition.name?.value,
            kind: definition.operation === 'mutation' ? ('mutation' as const) : ('query' as const),
          },
        ]
      : [],
  );
}
