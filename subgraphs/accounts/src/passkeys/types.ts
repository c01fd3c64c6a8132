import 'reflect-metadata';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PatientPayload } from '../graph/payload.ts';
import { UserErrorType } from '../graph/user-error.ts';
import { type Delivery, delivery } from '../sessions/delivery.ts';

const responseText = { description: 'The JSON text of what `PublicKeyCredential.toJSON()` gives.' };

@ObjectType('Passkey', { description: 'A way in by face, fingerprint or PIN, held by a device of the patient’s.' })
export class PasskeyType {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'What the patient calls it.' })
  name!: string;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it proved the patient the last time.' })
  lastUsedAt!: Date | null;

  @Field(() => Boolean, { description: 'Whether its maker keeps a copy, so that it outlives the device.' })
  backedUp!: boolean;
}

@ObjectType('PasskeyQuestionPayload', { description: 'What the browser asks an authenticator.' })
export class PasskeyQuestionPayload {
  @Field(() => ID, { nullable: true, description: 'Comes back with the answer; it can be answered once.' })
  challenge!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'JSON text for `PublicKeyCredential.parseCreationOptionsFromJSON` (to register) or `parseRequestOptionsFromJSON`.',
  })
  options!: string | null;

  @Field(() => Date, { nullable: true })
  expiresAt!: Date | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@InputType('RegisterPasskeyInput')
export class RegisterPasskeyInputType {
  @Field(() => ID, { description: 'Of beginPasskeyRegistration.' })
  challenge!: string;

  @Field(() => String, responseText)
  response!: string;

  @Field(() => String, { description: 'What the patient calls it; 60 characters at most.' })
  name!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('RenamePasskeyInput')
export class RenamePasskeyInputType {
  @Field(() => ID)
  passkey!: string;

  @Field(() => String, { description: '60 characters at most.' })
  name!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('RemovePasskeyInput')
export class RemovePasskeyInputType {
  @Field(() => ID)
  passkey!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('SignInWithPasskeyInput')
export class SignInWithPasskeyInputType {
  @Field(() => ID, { description: 'Of beginPasskeySignIn.' })
  challenge!: string;

  @Field(() => String, responseText)
  response!: string;

  @Field(() => delivery)
  delivery!: Delivery;
}

@InputType('ProveWithPasskeyInput')
export class ProveWithPasskeyInputType {
  @Field(() => ID, { description: 'Of beginPasskeyProof.' })
  challenge!: string;

  @Field(() => String, responseText)
  response!: string;

  @Field(() => delivery, { description: 'Where the session’s new token goes; the old one ends.' })
  delivery!: Delivery;
}

@ObjectType('PasskeyPayload')
export class PasskeyPayload {
  @Field(() => PasskeyType, { nullable: true })
  passkey!: PasskeyType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('RemovePasskeyPayload')
export class RemovePasskeyPayload extends PatientPayload {}
