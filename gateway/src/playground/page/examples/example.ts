/** What a tab of the playground starts with. */
export interface Example {
  readonly query: string;
  readonly variables?: string;
  /** The verb that it calls, where trusts differ in what they offer; `TRUST` stands in the query for the field of one that does. */
  readonly verb?: string;
}

/** Variables as the editor holds them. */
export const json = (value: unknown): string => JSON.stringify(value, null, 2);
