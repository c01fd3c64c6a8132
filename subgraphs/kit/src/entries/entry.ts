import { Directive, Field, Float, InputType, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { asItem, constantEnum } from '../graph/item.ts';
import { RecordItem } from '../graph/values.ts';
import { type EntryKind, entryKinds } from '../storage/content.ts';
import { LocalDateScalar } from '../subgraph/scalars.ts';

export const EntryKindEnum = constantEnum(entryKinds);
registerEnumType(EntryKindEnum, { name: 'PatientEntryKind' });

@Directive('@shareable')
@ObjectType({ description: 'What the patient measured, such as their weight.' })
export class PatientMeasurement {
  @Field(() => String)
  what!: string;

  @Field(() => Float)
  number!: number;

  @Field(() => String, { nullable: true })
  unit?: string;
}

@Directive('@shareable')
@ObjectType({ description: 'A medicine that the patient takes, as they write it.' })
export class PatientMedication {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  dose?: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'The first day.' })
  from?: string;

  @Field(() => LocalDateScalar, { nullable: true, description: 'The last day.' })
  to?: string;
}

@InterfaceType({ ...asItem, description: 'What the patient added. Nobody else sees it until they share it.' })
export abstract class PatientEntry extends RecordItem {
  @Field(() => EntryKindEnum)
  kind!: EntryKind;

  @Field(() => Date, { description: 'When it was.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'The patient’s own words.' })
  words?: string;

  @Field(() => Int, { nullable: true, description: 'Of a symptom: 0, none, to 10, the worst there can be.' })
  severity?: number;

  @Field(() => PatientMeasurement, { nullable: true })
  measurement?: PatientMeasurement;

  @Field(() => PatientMedication, { nullable: true })
  medication?: PatientMedication;
}

@InputType()
export class MeasurementInput {
  @Field(() => String, { description: '1 to 100 characters.' })
  what!: string;

  @Field(() => Float)
  number!: number;

  @Field(() => String, { nullable: true, description: '1 to 30 characters.' })
  unit?: string | null;
}

@InputType()
export class MedicationInput {
  @Field(() => String, { description: '1 to 200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: '1 to 200 characters.' })
  dose?: string | null;

  @Field(() => LocalDateScalar, { nullable: true })
  from?: string | null;

  @Field(() => LocalDateScalar, { nullable: true, description: 'Not before from.' })
  to?: string | null;
}
