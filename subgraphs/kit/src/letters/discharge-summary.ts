import { Field, InterfaceType } from 'type-graphql';
import { asItem, DocumentStatusEnum } from '../graph/item.ts';
import { Clinician, RecordItem } from '../graph/values.ts';

@InterfaceType({ ...asItem, description: 'What the hospital wrote when the patient went home.' })
export abstract class DischargeSummary extends RecordItem {
  @Field(() => DocumentStatusEnum)
  status!: string;

  @Field(() => String)
  title!: string;

  @Field(() => Date, { nullable: true })
  admittedAt?: Date;

  @Field(() => Date, { nullable: true })
  dischargedAt?: Date;

  @Field(() => String, { nullable: true })
  specialty?: string;

  @Field(() => Clinician, { nullable: true })
  clinician?: Clinician;

  @Field(() => String, { nullable: true, description: 'The summary, where it came as text.' })
  text?: string;
}
