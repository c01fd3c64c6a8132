import { Field, InterfaceType } from 'type-graphql';
import { asItem, DocumentStatusEnum } from '../graph/item.ts';
import { Code, Observation, RecordItem } from '../graph/values.ts';

@InterfaceType({ ...asItem, description: 'The results of one test, which the trust has released.' })
export abstract class TestResult extends RecordItem {
  @Field(() => DocumentStatusEnum)
  status!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Code, { nullable: true })
  code?: Code;

  @Field(() => Date, { description: 'When the sample was taken or the measurement made.' })
  takenAt!: Date;

  @Field(() => Date, { nullable: true })
  issuedAt?: Date;

  @Field(() => [Observation])
  observations!: Observation[];

  @Field(() => Boolean, {
    description: 'Whether some value is flagged as anything but normal; false also where nothing is known of any.',
  })
  abnormal!: boolean;

  @Field(() => String, { nullable: true })
  conclusion?: string;

  @Field(() => String, { nullable: true })
  performer?: string;
}
