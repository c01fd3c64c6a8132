import { refuse } from '@crosstrust/contract';
import type { TrustContext } from '../graph/context.ts';
import { fileTask } from '../verbs/task.ts';
import { presentReport, type ReportItemNotMineInput, type ReportItemNotMinePayload } from './report.ts';
import { findShown, wordsOf } from './reported-item.ts';

/**
 * "This is not mine": the item is gone from the record with the answer, from every list, count, document and calendar, and
 * stays so whatever an import brings, until the staff have seen to it.
 */
export async function reportItemNotMine(
  input: ReportItemNotMineInput,
  context: TrustContext,
): Promise<ReportItemNotMinePayload> {
  const { record: recordId, idempotencyKey, item } = input;
  const words = wordsOf(input.words);
  const found = await findShown(context, recordId, item);
  const outcome = await context.carryOut<{ report: string }>(
    { verb: 'report-item-not-mine', recordId, idempotencyKey, input: { item, words: input.words ?? null } },
    async (work) => {
      if (input.words && words === undefined) return refuse('BAD_INPUT', 'words');
      if (!found) return refuse('NOT_FOUND', 'item');
      const withheld = await work.query(withhold, [recordId, found.id, work.now]);
      if (withheld.length === 0) return refuse('NOT_FOUND', 'item');
      const task = await fileTask(work, work, {
        kind: 'not-mine',
        item: found.id,
        content: { source: found.source, ...(words ? { words } : {}) },
      });
      return { done: { report: task.id }, item: found.id, owes: [{ kind: 'for-staff', task: task.id }] };
    },
  );
  if (!('done' in outcome)) return { report: null, userErrors: outcome.userErrors };
  const report = await context.readers().report(recordId, outcome.done.report);
  return { report: report && presentReport(report), userErrors: [] };
}

// of two reports at once the second finds it withheld
const withhold = `
  insert into withheld (record_id, item_id, at) select record_id, id, $3 from item where record_id = $1 and id = $2
  on conflict do nothing returning item_id`;
