import { refuse } from '@crosstrust/contract';
import type { TrustContext } from '../graph/context.ts';
import { presentSource } from '../graph/lists.ts';
import type { StoredItem } from '../storage/readers.ts';
import { fileTask } from '../verbs/task.ts';
import { type Reached, type ReportedItem, type Route, routeMistake } from './mistake-route.ts';
import { type MistakeRoute, presentReport, type ReportMistakeInput, type ReportMistakePayload } from './report.ts';
import { findShown, wordsOf } from './reported-item.ts';

/** What is remembered of it: the route is told again as it was told. */
interface Filed {
  readonly report: string;
  readonly route: Route;
}

/** Reports a mistake in an item or in the record; the answer says who corrects it (K15 D15), and the staff see it. */
export async function reportMistake(input: ReportMistakeInput, context: TrustContext): Promise<ReportMistakePayload> {
  const { record: recordId, idempotencyKey, about } = input;
  const words = wordsOf(input.words);
  const found = input.item ? await findShown(context, recordId, input.item) : undefined;
  const reported = found ? await toReported(context, found) : undefined;
  const route = routeMistake(context.policy, about, reported);
  const outcome = await context.carryOut<Filed>(
    {
      verb: 'report-mistake',
      recordId,
      idempotencyKey,
      input: { item: input.item ?? null, about, words: input.words },
    },
    async (work) => {
      if (words === undefined) return refuse('BAD_INPUT', 'words');
      if (found === null) return refuse('NOT_FOUND', 'item');
      const { source } = route;
      const task = await fileTask(work, work, {
        kind: 'mistake',
        content: { topic: about, words, ...(source ? { source } : {}) },
        ...(found ? { item: found.id } : {}),
      });
      return {
        done: { report: task.id, route },
        owes: [{ kind: 'for-staff', task: task.id }],
        ...(found ? { item: found.id } : {}),
      };
    },
  );
  if (!('done' in outcome)) return { report: null, route: null, userErrors: outcome.userErrors };
  const report = await context.readers().report(recordId, outcome.done.report);
  return {
    report: report && presentReport(report),
    route: presentRoute(context, outcome.done.route),
    userErrors: [],
  };
}

async function toReported(context: TrustContext, { recordId, source, content }: StoredItem): Promise<ReportedItem> {
  if ('contact' in content) return { source, contact: content.contact };
  const about = 'appointment' in content && content.appointment;
  const booked = about ? await findShown(context, recordId, about) : null;
  return { source, contact: booked && 'contact' in booked.content ? booked.content.contact : undefined };
}

const presentRoute = ({ policy }: TrustContext, { to, words, rule, source, contact }: Route): MistakeRoute => ({
  to,
  words,
  rule,
  source: source === undefined ? null : presentSource(policy, source),
  contact: contact ? { ...(contact satisfies Reached) } : null,
});
