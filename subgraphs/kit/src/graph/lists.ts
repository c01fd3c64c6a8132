import type { Section } from '@crosstrust/contract';
import { type Policy, sourceOf } from '../policy/policy.ts';
import { encodeCursor } from '../storage/cursor.ts';
import type { ItemContent } from '../storage/content.ts';
import type { Selection, StoredItem } from '../storage/readers.ts';
import type { ItemPage } from './connections.ts';
import type { TrustContext } from './context.ts';
import { makePage } from './make-page.ts';
import type { RecordParent } from './record.ts';
import { whyEmpty } from './why-empty.ts';

/** A list of a record: the type of its items, the sections that it holds, and how their content stands in the graph. */
export interface ItemList {
  /** The interface's name; the trust's own type has its prefix before it. */
  readonly type: string;
  readonly sections: readonly Section[];
  readonly present: (content: never) => object; // each list's own content
}

/** How a source stands in the graph. */
export const presentSource = (policy: Policy, key: string) => {
  const source = sourceOf(policy, key);
  return { key: source.key, name: source.name, odsCodes: [source.odsCode] };
};

/** A stored item as the graph has it. `recordId` and what else its resolvers need comes along; no field shows it. */
export function presentItem(policy: Policy, list: ItemList, item: StoredItem): object {
  return {
    typeName: `${policy.trust.typePrefix}${list.type}`,
    id: item.id,
    recordId: item.recordId,
    section: item.section,
    source: presentSource(policy, item.source),
    receivedAt: item.receivedAt,
    changedAt: item.changedAt,
    updatedAt: item.updatedAt,
    status: item.status,
    at: item.at,
    ...(list.present as (content: ItemContent) => object)(item.content),
  };
}

/** Of a list's sections, those that were asked for. */
export function among(list: ItemList, asked: readonly Section[] | null | undefined): readonly Section[] {
  return asked ? list.sections.filter((section) => asked.includes(section)) : list.sections;
}

/** A page of a record's list; null where the policy shows none of its sections. */
export async function listItems(
  list: ItemList,
  record: RecordParent,
  context: TrustContext,
  selection: Selection,
): Promise<ItemPage | null> {
  if (!showsAny(selection.sections, context.policy)) return null;
  const readers = context.readers();
  const found = await readers.items(record.id, selection);
  const page = makePage(found, {
    first: selection.limit - 1,
    isFirst: selection.after === undefined,
    cursorOf: ({ at, id }) => encodeCursor({ at: at.toISOString(), id }),
    present: (item) => presentItem(context.policy, list, item),
    count: () => readers.count(record.id, selection),
  });
  const { nodes, edges, pageInfo } = page;
  const explain = async () => whyEmpty(context.policy, selection, await readers.setAside(record.id, selection));
  return {
    nodes,
    edges,
    pageInfo,
    get whyEmpty() {
      return nodes.length > 0 ? null : explain();
    },
    get totalCount() {
      return page.totalCount;
    },
    get setAside() {
      return readers.setAside(record.id, selection);
    },
  };
}

/** One item of a list by its id; null when it is not there, or does not show. */
export async function findItem(
  list: ItemList,
  record: RecordParent,
  id: string,
  context: TrustContext,
): Promise<object | null> {
  if (!isUuid(id) || !showsAny(list.sections, context.policy)) return null;
  const item = await context.readers().item(record.id, id, list.sections);
  return item && presentItem(context.policy, list, item);
}

/** Whether the trust shows any of these sections, from whichever day on. */
export const showsAny = (sections: readonly Section[], policy: Policy): boolean =>
  sections.some((section) => ['OFFERED', 'FUTURE_ONLY'].includes(policy.sections[section].state));

/** Whether this can be an id at all: what is not, is nobody's. */
export const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
