import { RegistryError } from '@crosstrust/contract';
import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isIntrospectionType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { allow, deny, middleware, rule, shield } from './shield.ts';

/** Decides whether a field may be answered: true, or the registry's error that says why not. */
export type Check<Context> = (
  parent: never, // each field's own type
  args: never,
  context: Context,
) => true | RegistryError | Promise<true | RegistryError>;

/**
 * What guards a field. `public`: anybody may read it. `inherit`: it holds nothing that the guarded field above it has
 * not already allowed; this compiles to no wrapper, and is refused where some path to its type crosses no check.
 */
export type FieldRule<Context> = 'public' | 'inherit' | Check<Context>;

/** A rule for each field of each object type: deny by default, and a field that is missing here fails the build. */
export type RuleTable<Context> = Readonly<Record<string, Readonly<Record<string, FieldRule<Context>>>>>;

/** @throws Error naming every field without a rule, every rule without a field, and every `inherit` that nothing guards. */
export function checkRules<Context>(schema: GraphQLSchema, rules: RuleTable<Context>): void {
  const problems: string[] = [];
  const types = objectTypes(schema);
  for (const type of types) {
    const fields = Object.keys(type.getFields());
    const ruled = Object.keys(rules[type.name] ?? {});
    problems.push(
      ...fields.filter((field) => !ruled.includes(field)).map((field) => `${type.name}.${field} has no rule`),
    );
    problems.push(
      ...ruled
        .filter((field) => !fields.includes(field))
        .map((field) => `${type.name}.${field} has a rule but no field`),
    );
  }
  const known = new Set(types.map((type) => type.name));
  problems.push(
    ...Object.keys(rules)
      .filter((name) => !known.has(name))
      .map((name) => `${name} has rules but no type`),
  );
  for (const name of openlyReached(schema, rules)) {
    const inheriting = Object.entries(rules[name] ?? {}).filter(([, fieldRule]) => fieldRule === 'inherit');
    problems.push(...inheriting.map(([field]) => `${name}.${field} inherits, but a path to ${name} crosses no check`));
  }
  if (problems.length > 0) throw new Error(`access rules:\n  ${problems.join('\n  ')}`);
}

/** Every rule of several tables in one. @throws Error when two of them rule the same field. */
export function mergeRules<Context>(tables: readonly RuleTable<Context>[]): RuleTable<Context> {
  const merged: Record<string, Record<string, FieldRule<Context>>> = {};
  for (const [type, fields] of tables.flatMap((table) => Object.entries(table))) {
    const known = (merged[type] ??= {});
    const twice = Object.keys(fields).find((field) => field in known);
    if (twice) throw new Error(`access rules: ${type}.${twice} has two rules`);
    Object.assign(known, fields);
  }
  return merged;
}

/** The schema's guard as a graphql-middleware generator, without a wrapper on fields that inherit. */
export function compileRules<Context>(rules: RuleTable<Context>) {
  const tree = mapRules(rules, (fieldRule) =>
    typeof fieldRule === 'function'
      ? rule({ cache: 'no_cache' })((parent, args, context) => fieldRule(parent as never, args as never, context))
      : allow,
  );
  const guard = shield(tree, {
    allowExternalErrors: true,
    fallbackRule: deny,
    fallbackError: (error: unknown) => (error instanceof Error ? error : new RegistryError('NOT_YOURS')),
  });
  return middleware((schema) => {
    const wrapped = guard.generate(schema) as Record<string, Record<string, unknown>>;
    for (const [type, fields] of Object.entries(rules)) {
      for (const [field, fieldRule] of Object.entries(fields))
        if (typeof fieldRule !== 'function') delete wrapped[type]?.[field];
    }
    return wrapped as never;
  });
}

/** Types that a request reaches without crossing a check: from the roots, and as an entity, whose `_entities` check is only a sign-in. */
function openlyReached<Context>(schema: GraphQLSchema, rules: RuleTable<Context>): Set<string> {
  const reached = new Set<string>();
  const visit = (type: GraphQLObjectType) => {
    if (reached.has(type.name)) return;
    reached.add(type.name);
    for (const field of Object.values(type.getFields())) {
      if (typeof rules[type.name]?.[field.name] !== 'function') possibleTypes(schema, field.type).forEach(visit);
    }
  };
  for (const root of [schema.getQueryType(), schema.getMutationType()]) if (root) visit(root);
  const entity = schema.getType('_Entity');
  if (entity && isUnionType(entity)) entity.getTypes().forEach(visit);
  return reached;
}

function possibleTypes(schema: GraphQLSchema, type: Parameters<typeof getNamedType>[0]): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isObjectType(named)) return [named];
  return isInterfaceType(named) || isUnionType(named) ? schema.getPossibleTypes(named) : [];
}

function objectTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type),
  );
}

function mapRules<Context, To>(
  rules: RuleTable<Context>,
  map: (fieldRule: FieldRule<Context>) => To,
): Record<string, Record<string, To>> {
  return Object.fromEntries(
    Object.entries(rules).map(([type, fields]) => [
      type,
      Object.fromEntries(Object.entries(fields).map(([field, fieldRule]) => [field, map(fieldRule)])),
    ]),
  );
}
