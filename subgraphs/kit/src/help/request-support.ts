import { refuse, type UserError } from '@crosstrust/contract';
import { Directive, Field, InputType, ObjectType } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import type { HelpTopic } from '../policy/help.ts';
import { fileTask } from '../verbs/task.ts';
import { UserErrorType } from '../verbs/user-error.ts';
import { VerbInput } from '../verbs/verb-input.ts';
import { presentRoute } from './present-help.ts';
import { presentRequest, SupportRequest } from './support-request.ts';
import { HelpRoute, HelpTopicEnum } from './values.ts';

@InputType()
export class RequestSupportInput extends VerbInput {
  @Field(() => HelpTopicEnum)
  topic!: HelpTopic;

  @Field(() => String, { description: 'What the matter is, up to 4000 characters.' })
  words!: string;
}

@Directive('@shareable')
@ObjectType()
export class RequestSupportPayload {
  @Field(() => SupportRequest, { nullable: true, description: 'Null when there is something to mend.' })
  request!: SupportRequest | null;

  @Field(() => HelpRoute, { description: 'Where such a question is answered fastest: the form takes every one.' })
  route!: HelpRoute;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserError[];
}

/** The words of a question as they are kept; null when there are none, or too many. */
export function parseWords(written: string): string | null {
  const words = written.trim();
  return words.length >= 1 && words.length <= 4_000 ? words : null;
}

/** Files a question of the patient for the trust's staff (K5 W14 D19). It is taken whatever its topic; `route` says what is faster. */
export async function requestSupport(
  { record, idempotencyKey, topic, ...input }: RequestSupportInput,
  { policy, clock, desk, carryOut }: TrustContext,
): Promise<RequestSupportPayload> {
  const route = presentRoute(policy.help, topic, clock());
  const words = parseWords(input.words);
  if (words === null) return { request: null, route, ...refuse('BAD_INPUT', 'words') };
  const told = await carryOut<{ task: string }>(
    { verb: 'request-support', recordId: record, idempotencyKey, input: { topic, words } },
    async (work) => {
      const { id } = await fileTask(work, work, { kind: 'support', content: { topic, words } });
      return { done: { task: id }, owes: [{ kind: 'for-staff', task: id }] };
    },
  );
  if (!('done' in told)) return { request: null, route, userErrors: told.userErrors };
  const request = await desk.requests.one(record, told.done.task);
  return { request: request && presentRequest(request), route, userErrors: [] };
}
