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
  if (measure.shadowsKey) {
    const explained = new GraphQLError(
      'An alias may not be called "id" or begin with "__", unless the field is called so.',
    );
    return { refused: 'GRAPHQL_VALIDATION_FAILED', explained };
  }
  const isTooLarge = (['depth', 'aliases', 'rootFields', 'fields'] as const).some((key) => measure[key] > limits[key]);
  return isTooLarge ? { refused: 'QUERY_TOO_LARGE' } : { operations: summarise(document) };
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
