/** What one request may ask for. The table in the README says why each number is what it is. */
export interface Limits {
  /** Bytes of the request's body. */
  readonly bodyBytes: number;
  /** Lexical tokens of the document. */
  readonly tokens: number;
  /** Fields from the root to the deepest one. */
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  /** Fields altogether, each fragment counted where it is used. */
  readonly fields: number;
  /** Levels of lists and objects in the variables, they themselves being the first. */
  readonly variableDepth: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 100_000,
  tokens: 1_500,
  depth: 15,
  aliases: 30,
  rootFields: 10,
  fields: 1_000,
  variableDepth: 20,
};
