import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { constantEnum } from '../graph/item.ts';
import type { StoredRequest } from './requests.ts';
import { HelpTopicEnum } from './values.ts';

const SupportStateEnum = constantEnum(['OPEN', 'ANSWERED']);
registerEnumType(SupportStateEnum, {
  name: 'SupportState',
  description: 'Waiting for the trust’s staff, or answered.',
});

@Directive('@shareable')
@ObjectType({ description: 'What somebody asked the trust’s staff.' })
export class SupportRequest {
  @Field(() => ID, { description: 'To quote on the phone.' })
  number!: string;

  @Field(() => HelpTopicEnum)
  topic!: string;

  @Field(() => String, { description: 'What was asked.' })
  words!: string;

  @Field(() => SupportStateEnum)
  state!: string;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  answeredAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What the staff answered.' })
  reply!: string | null;
}

/** A request as the graph has it. */
export function presentRequest({ id: _id, ...request }: StoredRequest): SupportRequest {
  return { ...request, state: request.answeredAt ? 'ANSWERED' : 'OPEN' };
}
