import type { UserError } from '@crosstrust/contract';
import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { constantEnum } from '../graph/item.ts';
import { Contact, Trust } from '../graph/values.ts';
import { mistakeRoutes, mistakeTopics } from '../policy/record.ts';
import { UserErrorType } from '../verbs/user-error.ts';
import { VerbInput } from '../verbs/verb-input.ts';
import type { MistakeTopic } from './mistake-route.ts';
import { reportKinds, type StoredReport } from './read-reports.ts';

const ReportKindEnum = constantEnum(reportKinds);
registerEnumType(ReportKindEnum, { name: 'ReportKind', description: 'What a patient asked or reported.' });

const ReportStateEnum = constantEnum(['OPEN', 'ANSWERED']);
registerEnumType(ReportStateEnum, {
  name: 'ReportState',
  description: 'OPEN: it waits for the hospital’s staff. ANSWERED: they have seen to it.',
});

const MistakeTopicEnum = constantEnum(mistakeTopics);
registerEnumType(MistakeTopicEnum, {
  name: 'MistakeTopic',
  description:
    'IMPORTANT: it bears on care now. NOT_URGENT: it can wait. PERSONAL_DETAILS: name, address and the like.',
});

const MistakeDestinationEnum = constantEnum(mistakeRoutes);
registerEnumType(MistakeDestinationEnum, { name: 'MistakeDestination', description: 'Who corrects a mistake.' });

@Directive('@shareable')
@ObjectType({ description: 'Something that the patient asked of the hospital’s staff or reported to them.' })
export class Report {
  @Field(() => ID, { description: 'To quote on the phone.' })
  number!: string;

  @Field(() => ReportKindEnum)
  kind!: string;

  @Field(() => MistakeTopicEnum, { nullable: true, description: 'What a mistake is about.' })
  about?: string;

  @Field(() => ID, { nullable: true, description: 'The item that it is about; null: the record.' })
  item!: string | null;

  @Field(() => String, { nullable: true, description: 'What the patient wrote.' })
  words?: string;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => ReportStateEnum)
  state!: string;

  @Field(() => Date, { nullable: true })
  answeredAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What the staff wrote back, if anything.' })
  reply!: string | null;
}

@Directive('@shareable')
@ObjectType({ description: 'Who corrects a mistake, and what the patient is to do.' })
export class MistakeRoute {
  @Field(() => MistakeDestinationEnum)
  to!: string;

  @Field(() => String)
  words!: string;

  @Field(() => String, { description: 'The number of the promise behind it, or `assumed`.' })
  rule!: string;

  @Field(() => Trust, { nullable: true, description: 'The trust whose it is to correct, where it is known.' })
  source!: Trust | null;

  @Field(() => Contact, { nullable: true, description: 'Whom to call, where it goes to a desk of the hospital’s.' })
  contact!: Contact | null;
}

@InputType()
export class ReportMistakeInput extends VerbInput {
  @Field(() => ID, { nullable: true, description: 'The item that is wrong; null: the record.' })
  item?: string | null;

  @Field(() => MistakeTopicEnum)
  about!: MistakeTopic;

  @Field(() => String, { description: '1 to 2000 characters.' })
  words!: string;
}

@InputType()
export class ReportItemNotMineInput extends VerbInput {
  @Field(() => ID)
  item!: string;

  @Field(() => String, { nullable: true, description: 'Up to 2000 characters.' })
  words?: string | null;
}

@Directive('@shareable')
@ObjectType()
export class ReportMistakePayload {
  @Field(() => Report, { nullable: true })
  report!: Report | null;

  @Field(() => MistakeRoute, { nullable: true })
  route!: MistakeRoute | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserError[];
}

@Directive('@shareable')
@ObjectType()
export class ReportItemNotMinePayload {
  @Field(() => Report, { nullable: true })
  report!: Report | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserError[];
}

/** A report as the graph has it. */
export function presentReport({ number, kind, item, createdAt, resolvedAt, content, reply }: StoredReport): Report {
  return {
    number,
    kind,
    item,
    createdAt,
    state: resolvedAt ? 'ANSWERED' : 'OPEN',
    answeredAt: resolvedAt,
    reply,
    ...(content.words ? { words: content.words } : {}),
    ...(kind === 'mistake' && content.topic ? { about: content.topic } : {}),
  };
}
