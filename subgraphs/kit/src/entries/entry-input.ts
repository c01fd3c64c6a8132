import { Field, ID, InputType, Int } from 'type-graphql';
import type { EntryKind } from '../storage/content.ts';
import { VerbInput } from '../verbs/verb-input.ts';
import { EntryKindEnum, MeasurementInput, MedicationInput } from './entry.ts';

/** What an entry says. */
@InputType()
export abstract class EntryInput extends VerbInput {
  @Field(() => Date, { description: 'When it was: at most a day ahead.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: '1 to 2000 characters. A symptom and a note need them.' })
  words?: string | null;

  @Field(() => Int, { nullable: true, description: 'Of a symptom only: 0 to 10.' })
  severity?: number | null;

  @Field(() => MeasurementInput, { nullable: true, description: 'Of a measurement, which needs it.' })
  measurement?: MeasurementInput | null;

  @Field(() => MedicationInput, { nullable: true, description: 'Of a medication, which needs it.' })
  medication?: MedicationInput | null;
}

@InputType()
export class AddEntryInput extends EntryInput {
  @Field(() => EntryKindEnum)
  kind!: EntryKind;
}

@InputType({ description: 'All that the entry says from now on. Its kind stays.' })
export class ChangeEntryInput extends EntryInput {
  @Field(() => ID)
  entry!: string;
}

@InputType()
export class RemoveEntryInput extends VerbInput {
  @Field(() => ID)
  entry!: string;
}
