import { RegistryError, type Section } from '@crosstrust/contract';
import { ArgsType, Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { decodeCursor } from '../storage/cursor.ts';
import type { Selection } from '../storage/readers.ts';
import type { FieldRule } from '../subgraph/rules.ts';
import type { TrustContext } from './context.ts';
import { inherit } from './feature.ts';
import { PageInfo, SectionEnum } from './values.ts';

/** The most items that one page may hold. */
const maximumPage = 100;

/** Names and values are the same: a default in SDL is read before the values of an enum are known. */
export const ListOrderEnum = { NEWEST_FIRST: 'NEWEST_FIRST', OLDEST_FIRST: 'OLDEST_FIRST' } as const;
registerEnumType(ListOrderEnum, { name: 'ListOrder' });

/** Which page of a list. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: `Items a page, 1 to ${maximumPage}.` })
  first!: number;

  @Field(() => String, { nullable: true, description: 'The cursor after which the page begins.' })
  after?: string | null;
}

/** Which page of what lies in a time. */
@ArgsType()
export class TimeArgs extends PageArgs {
  @Field(() => Date, { nullable: true, description: 'From this instant on.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Until before this instant.' })
  to?: Date | null;
}

@ArgsType()
export class ListArgs extends TimeArgs {
  @Field(() => ListOrderEnum, { defaultValue: ListOrderEnum.NEWEST_FIRST })
  order!: string;
}

@ArgsType()
export class SectionListArgs extends ListArgs {
  @Field(() => [SectionEnum], { nullable: true, description: 'Only these of the list’s sections.' })
  sections?: Section[] | null;
}

/** The page of a list that the arguments ask for, one item more than it holds, which tells whether there is a next. */
export function pageOf({ from, to, order, ...page }: ListArgs): Omit<Selection, 'sections'> {
  return { ...startOf(page), from, to, newestFirst: order === ListOrderEnum.NEWEST_FIRST };
}

/** Where a page begins, and one item more than it holds. */
export function startOf({ first, after }: PageArgs): Pick<Selection, 'limit' | 'after'> {
  return { limit: checkFirst(first) + 1, after: typeof after === 'string' ? decodeCursor(after) : undefined };
}

/** @throws RegistryError BAD_INPUT when a page cannot hold so many */
export function checkFirst(first: number): number {
  if (first < 1 || first > maximumPage) throw new RegistryError('BAD_INPUT', { field: 'first' });
  return first;
}

/** A page of a list with its cursors. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: PageInfo;
  /** Counted when it is asked for. */
  readonly totalCount: Promise<number>;
}

/** A page of a record's items. */
export interface ItemPage extends Page<object> {
  /** Null while the page holds anything. */
  readonly whyEmpty: Promise<string> | null;
  /** Counted when it is asked for. */
  readonly setAside: Promise<number>;
}

/** The connection of a record's items: it says what is missing. */
// biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature for an abstract class
export function itemConnectionOf(name: string, node: Function) {
  const Connection = connectionOf(name, node);
  const setAside = Field(() => Int, { description: 'How many more there are that could not be shown.' });
  setAside(Connection.prototype, 'setAside');
  const why = Field(() => String, {
    nullable: true,
    description: 'Why there is nothing, in words for the patient; null while there is something.',
  });
  why(Connection.prototype, 'whyEmpty');
  return Connection;
}

/** The Relay connection of an interface, and its edge. They are values: shareable, without a key. */
// biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature for an abstract class
export function connectionOf(name: string, node: Function) {
  @Directive('@shareable')
  @ObjectType(`${name}Edge`)
  class Edge {
    @Field(() => String)
    cursor!: string;

    @Field(() => node)
    node!: object;
  }

  @Directive('@shareable')
  @ObjectType(`${name}Connection`)
  class Connection {
    @Field(() => [node])
    nodes!: object[];

    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many the list holds in all.' })
    totalCount!: number;
  }
  return Connection;
}

/** The rules of a connection and its edge: nothing but a record leads to them. */
export const connectionRules = (name: string): Record<string, Record<string, FieldRule<TrustContext>>> => ({
  [`${name}Connection`]: inherit('nodes', 'edges', 'pageInfo', 'totalCount'),
  [`${name}Edge`]: inherit('cursor', 'node'),
});

/** The rules of a connection of items. */
export const itemConnectionRules = (name: string): Record<string, Record<string, FieldRule<TrustContext>>> => ({
  ...connectionRules(name),
  [`${name}Connection`]: inherit('nodes', 'edges', 'pageInfo', 'totalCount', 'setAside', 'whyEmpty'),
});
