import { refuse, type UserError } from '@crosstrust/contract';
import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import type { HelpTopic } from '../policy/help.ts';
import { UserErrorType } from '../verbs/user-error.ts';
import { presentRoute } from './present-help.ts';
import { parseReplyTo } from './reply-to.ts';
import { parseWords } from './request-support.ts';
import { HelpRoute, HelpTopicEnum } from './values.ts';

@InputType()
export class AskForHelpInput {
  @Field(() => HelpTopicEnum)
  topic!: HelpTopic;

  @Field(() => String, { description: 'What the matter is, up to 4000 characters.' })
  words!: string;

  @Field(() => String, { description: 'Where the trust may answer: an email address or a UK phone number.' })
  replyTo!: string;

  @Field(() => String, {
    description:
      'Made by the client, 8 to 128 printable characters: the same key is the same request, and is done once.',
  })
  idempotencyKey!: string;
}

@Directive('@shareable')
@ObjectType()
export class AskForHelpPayload {
  @Field(() => ID, { nullable: true, description: 'To quote on the phone. Null when there is something to mend.' })
  number!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'With the number it shows the request and its answer. It is told here only: keep it.',
  })
  followKey!: string | null;

  @Field(() => HelpRoute, { description: 'Where such a question is answered fastest: the form takes every one.' })
  route!: HelpRoute;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserError[];
}

/** Files a question of somebody who is not signed in, who may be kept out by what they ask about (K4 K5 W14 D19). */
export async function askForHelp(
  { idempotencyKey, topic, ...input }: AskForHelpInput,
  { policy, clock, desk }: TrustContext,
): Promise<AskForHelpPayload> {
  const nothing = { number: null, followKey: null, route: presentRoute(policy.help, topic, clock()) };
  const words = parseWords(input.words);
  if (words === null) return { ...nothing, ...refuse('BAD_INPUT', 'words') };
  const replyTo = parseReplyTo(input.replyTo);
  if (replyTo === null) return { ...nothing, ...refuse('BAD_INPUT', 'replyTo') };
  return { ...nothing, userErrors: [], ...(await desk.ask({ idempotencyKey, topic, words, replyTo })) };
}
