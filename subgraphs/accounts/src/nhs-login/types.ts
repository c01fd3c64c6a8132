import 'reflect-metadata';
import { Field, InputType, ObjectType } from 'type-graphql';
import { PatientType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';

@ObjectType('LinkedNhsLogin', { description: 'The NHS login that signs this person in.' })
export class LinkedNhsLoginType {
  @Field(() => Date)
  linkedAt!: Date;
}

@InputType('UnlinkNhsLoginInput')
export class UnlinkNhsLoginInputType {
  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('UnlinkNhsLoginPayload')
export class UnlinkNhsLoginPayload {
  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
