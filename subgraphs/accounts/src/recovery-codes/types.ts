import 'reflect-metadata';
import { Field, InputType, ObjectType } from 'type-graphql';
import { PatientType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';

@InputType('MakeRecoveryCodesInput')
export class MakeRecoveryCodesInputType {
  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('MakeRecoveryCodesPayload')
export class MakeRecoveryCodesPayload {
  @Field(() => [String], {
    nullable: true,
    description:
      'Ten codes to keep on paper; each works once, with the password. They are told once: null when the same request comes again.',
  })
  codes!: readonly string[] | null;

  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
