import 'reflect-metadata';
import { Field, InputType, ObjectType } from 'type-graphql';
import { PatientType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';

@InputType('SetPasswordInput')
export class SetPasswordInputType {
  @Field(() => String, { description: '8 to 256 characters of any kind; a sentence is welcome.' })
  password!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The password until now, when there is one; not needed in a session by passkey or NHS login.',
  })
  currentPassword?: string | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('RemovePasswordInput')
export class RemovePasswordInputType {
  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('PasswordPayload')
export class PasswordPayload {
  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
