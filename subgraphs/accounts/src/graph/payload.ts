import 'reflect-metadata';
import { Field, ObjectType } from 'type-graphql';
import { PatientType } from './types.ts';
import { UserErrorType } from './user-error.ts';

/** What a verb answers that changes something of the patient's own: the patient, or what has to be mended first. */
@ObjectType()
export abstract class PatientPayload {
  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
