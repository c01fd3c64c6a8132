import type { TrustContext } from '../graph/context.ts';
import { presentItem } from '../graph/lists.ts';
import { loadByRecord } from '../graph/per-request.ts';
import { letterList } from './lists.ts';

const replaced = loadByRecord(async (context, recordId, ids) => {
  const found = await context.readers().open(recordId, ids, letterList.sections);
  return new Map(found.filter(({ status }) => status === 'superseded').map((item) => [item.id, item]));
});

/** The letters that a letter replaced, newest first: whole, because they are in no list. */
export async function supersededBy(
  { recordId, replaces }: { readonly recordId: string; readonly replaces: readonly string[] },
  context: TrustContext,
): Promise<object[]> {
  const found = await Promise.all(replaces.map((id) => replaced(context).load({ recordId, id })));
  return found
    .filter((item) => item !== undefined)
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .map((item) => presentItem(context.policy, letterList, item));
}
