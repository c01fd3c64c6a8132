import 'reflect-metadata';
import { Field, InputType, ObjectType } from 'type-graphql';
import { PatientPayload } from '../graph/payload.ts';
import { UserErrorType } from '../graph/user-error.ts';

@ObjectType('Totp', { description: 'An authenticator app in use.' })
export class TotpType {
  @Field(() => Date)
  since!: Date;
}

@ObjectType('BeginTotpPayload')
export class BeginTotpPayload {
  @Field(() => String, { nullable: true, description: 'Base32, to type into the app. It is told once.' })
  secret!: string | null;

  @Field(() => String, { nullable: true, description: 'The same as an `otpauth` URI, for a QR code.' })
  uri!: string | null;

  @Field(() => Date, { nullable: true, description: 'Until then the first code has to come back in confirmTotp.' })
  expiresAt!: Date | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@InputType('ConfirmTotpInput')
export class ConfirmTotpInputType {
  @Field(() => String, { description: 'The six digits that the app shows.' })
  code!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('RemoveTotpInput')
export class RemoveTotpInputType {
  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('TotpPayload')
export class TotpPayload extends PatientPayload {}
