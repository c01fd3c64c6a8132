import 'reflect-metadata';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PatientType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';
import { type Delivery, delivery } from './delivery.ts';

@InputType('ProveInput', { description: 'Exactly one of password, code, totp and recoveryCode.' })
export class ProveInputType {
  @Field(() => String, { nullable: true })
  password?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of requestProof, with the code.' })
  challenge?: string | null;

  @Field(() => String, { nullable: true, description: 'As requestProof texted it.' })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'As the authenticator app shows it.' })
  totp?: string | null;

  @Field(() => String, { nullable: true })
  recoveryCode?: string | null;

  @Field(() => delivery)
  delivery!: Delivery;
}

@ObjectType('RequestProofPayload')
export class RequestProofPayload {
  @Field(() => ID, { nullable: true, description: 'Comes back with the code, in prove.' })
  challenge!: string | null;

  @Field(() => Date, { nullable: true, description: 'The code works until then.' })
  expiresAt!: string | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('ProvePayload')
export class ProvePayload {
  @Field(() => String, {
    nullable: true,
    description:
      'The session’s new token, with delivery by bearer only; the one before is worth nothing any more. It is shown once.',
  })
  session!: string | null;

  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
