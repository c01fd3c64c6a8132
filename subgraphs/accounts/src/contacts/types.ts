import 'reflect-metadata';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PatientPayload } from '../graph/payload.ts';
import { TrustType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';

@ObjectType('Contacts', {
  description: 'Where the single login reaches the patient. What each hospital holds is its own, and is changed there.',
})
export class ContactsType {
  @Field(() => String, { description: 'E.164' })
  mobile!: string;

  @Field(() => String)
  email!: string;

  @Field(() => [TrustType], {
    description:
      'The hospitals that can say that a new mobile is the patient’s, once it is in their own data: for changeMobile and beginRecovery.',
  })
  mobileProvenBy!: readonly TrustType[];
}

@InputType('ChangeMobileInput')
export class ChangeMobileInputType {
  @Field(() => String)
  mobile!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Key of a trust that already holds the new mobile. Without it the session needs two factors.',
  })
  trust?: string | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('ChangeEmailInput')
export class ChangeEmailInputType {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('ConfirmContactInput')
export class ConfirmContactInputType {
  @Field(() => ID)
  challenge!: string;

  @Field(() => String)
  code!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('ChangeContactPayload')
export class ChangeContactPayload {
  @Field(() => ID, { nullable: true, description: 'Comes back with the code, in confirmContact.' })
  challenge!: string | null;

  @Field(() => Date, { nullable: true, description: 'The code works until then.' })
  expiresAt!: string | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('ConfirmContactPayload')
export class ConfirmContactPayload extends PatientPayload {}
