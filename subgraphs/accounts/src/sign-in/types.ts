import 'reflect-metadata';
import { LocalDateScalar } from '@crosstrust/kit';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PatientPayload } from '../graph/payload.ts';
import { PatientType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';
import { type Delivery, delivery } from '../sessions/delivery.ts';

@InputType('RequestCodeInput', { description: 'Mobile or email, with the date of birth.' })
export class RequestCodeInputType {
  @Field(() => String, { nullable: true })
  mobile?: string | null;

  @Field(() => String, { nullable: true })
  email?: string | null;

  @Field(() => LocalDateScalar)
  birthDate!: string;
}

@InputType('SignInInput')
export class SignInInputType {
  @Field(() => ID)
  challenge!: string;

  @Field(() => String)
  code!: string;

  @Field(() => delivery)
  delivery!: Delivery;
}

@InputType('VerifyEmailInput')
export class VerifyEmailInputType {
  @Field(() => ID)
  challenge!: string;

  @Field(() => String)
  code!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('RequestCodePayload')
export class RequestCodePayload {
  @Field(() => ID, { nullable: true, description: 'Comes back with the code.' })
  challenge!: string | null;

  @Field(() => Date, { nullable: true, description: 'The code works until then.' })
  expiresAt!: string | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('SignInPayload')
export class SignInPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The token to send as a bearer, with that delivery only. It is shown once.',
  })
  session!: string | null;

  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('VerifyEmailPayload')
export class VerifyEmailPayload extends PatientPayload {}
