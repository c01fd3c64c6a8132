import 'reflect-metadata';
import { Field, InputType, ObjectType } from 'type-graphql';
import { PatientPayload } from '../graph/payload.ts';

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
export class UnlinkNhsLoginPayload extends PatientPayload {}
