import { z } from 'zod';
import type { Portal } from '../portal.ts';

/** The one query: everything that every linked trust shows of the person who is signed in. */
export const oneQuery = `query OnePage {
  me {
    name
    records {
      trust { key name }
      appointments(first: 3) { totalCount nodes { startsAt } }
      letters(first: 3) { totalCount nodes { title } }
      testResults(first: 3) { totalCount nodes { name } }
      dischargeSummaries(first: 3) { totalCount nodes { title } }
    }
  }
}`;

const list = z.object({ totalCount: z.number() }).nullish();
const answerSchema = z.object({
  me: z.object({
    name: z.string(),
    records: z.array(
      z.object({
        trust: z.object({ key: z.string(), name: z.string() }),
        appointments: list,
        letters: list,
        testResults: list,
        dischargeSummaries: list,
      }),
    ),
  }),
});
const explainSchema = z.object({
  plan: z.union([z.string(), z.looseObject({})]),
  fetches: z.array(z.object({ trust: z.string(), ms: z.number(), outcome: z.string() })),
});

/** What the one query brought, with how it was planned and how each service answered. */
export interface OnePage {
  readonly records: z.infer<typeof answerSchema>['me']['records'];
  readonly plan: string;
  readonly fetches: z.infer<typeof explainSchema>['fetches'];
  /** Codes of the errors in the answer, with their trusts. */
  readonly errors: readonly string[];
  readonly milliseconds: number;
}

/** Runs the one query at the gateway. The first run warms the services up; the second one is the one that is shown. */
export async function askForEverything(portal: Portal, session: string): Promise<OnePage> {
  await portal.ask(oneQuery, { session });
  const began = performance.now();
  const answer = await portal.ask(oneQuery, { session, headers: { 'x-explain': '1' } });
  const milliseconds = performance.now() - began;
  const { me } = answerSchema.parse(answer.data);
  const explain = explainSchema.parse(answer.extensions?.['explain']);
  return {
    records: me.records,
    plan: typeof explain.plan === 'string' ? explain.plan : JSON.stringify(explain.plan, null, 2),
    fetches: explain.fetches,
    errors: (answer.errors ?? []).map(({ extensions: { code, trust } }) => (trust ? `${code} at ${trust}` : code)),
    milliseconds,
  };
}
