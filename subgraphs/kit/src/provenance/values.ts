import { Directive, Field, ObjectType } from 'type-graphql';
import { Trust } from '../graph/values.ts';

@Directive('@shareable')
@ObjectType({
  description:
    'One of the ways by which something came. The same thing told by two systems is one item with two sources.',
})
export class ItemSource {
  @Field(() => Trust)
  source!: Trust;

  @Field(() => Date, { description: 'When it first came this way.' })
  receivedAt!: Date;

  @Field(() => Date, { description: 'When it last changed at this source.' })
  changedAt!: Date;
}

@Directive('@shareable')
@ObjectType()
export class DisagreeingValue {
  @Field(() => String, { description: 'As the source has it; a time in UTC (RFC 3339).' })
  value!: string;

  @Field(() => Trust)
  source!: Trust;

  @Field(() => Date, { description: 'When it last changed at this source.' })
  at!: Date;
}

@Directive('@shareable')
@ObjectType({
  description: 'Something in which the sources of one item differ. The item itself shows what changed last.',
})
export class Disagreement {
  @Field(() => String, { description: 'What it is, in words for a patient: time, place, status, ...' })
  field!: string;

  @Field(() => [DisagreeingValue], { description: 'What each source says, what changed last first.' })
  values!: DisagreeingValue[];
}
