import 'reflect-metadata';
import { Field, InputType, ObjectType } from 'type-graphql';
import { PatientPayload } from '../graph/payload.ts';

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
export class PasswordPayload extends PatientPayload {}
