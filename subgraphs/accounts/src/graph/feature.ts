import type { FieldRule, ResolveReference, RuleTable } from '@crosstrust/kit';
import type { GraphContext } from './context.ts';

/** One capability of the single login: what answers its fields, and who may read each. */
export interface Feature {
  /** Resolver classes of type-graphql. */
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
  readonly resolvers: readonly Function[];
  /** Classes of the object types that implement an interface. */
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
  readonly types?: readonly Function[];
  /** A rule for each field that the feature brings. A type's fields may come from several features. */
  readonly rules: RuleTable<GraphContext>;
  /** How types of its own with a key are loaded by it. */
  readonly references?: Readonly<Record<string, ResolveReference<GraphContext>>>;
}

/** The same rule for several fields of one type. */
export const each = (rule: FieldRule<GraphContext>, ...fields: string[]): Record<string, FieldRule<GraphContext>> =>
  Object.fromEntries(fields.map((field) => [field, rule]));
