import 'reflect-metadata';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PatientPayload } from '../graph/payload.ts';
import { TrustType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';

@ObjectType('Departure', { description: 'What a patient is told before they leave one trust’s portal.' })
export class DepartureType {
  @Field(() => TrustType)
  trust!: TrustType;

  @Field(() => String, { description: 'How they hear from the trust afterwards, and how they come back.' })
  words!: string;

  @Field(() => String, { description: 'What it means to stop the trust’s text messages as well.' })
  stopTexts!: string;
}

@ObjectType('Deletion', { description: 'What deleting the whole account would do.' })
export class DeletionType {
  @Field(() => [String])
  consequences!: readonly string[];

  @Field(() => [DepartureType], {
    description: 'The linked trusts: deleteAccount names each of them, and leaveTrust one.',
  })
  trusts!: readonly DepartureType[];
}

@InputType('LeaveTrustInput')
export class LeaveTrustInputType {
  @Field(() => ID, { description: 'Key of the trust.' })
  trust!: string;

  @Field(() => Boolean, {
    description: 'Whether to stop this trust’s text messages as well: letters and reminders then come by post.',
  })
  stopTexts!: boolean;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('DepartureInput')
export class DepartureInputType {
  @Field(() => ID, { description: 'Key of the trust.' })
  trust!: string;

  @Field(() => Boolean)
  stopTexts!: boolean;
}

@InputType('DeleteAccountInput')
export class DeleteAccountInputType {
  @Field(() => [DepartureInputType], { description: 'One for each linked trust, as `deletion` lists them.' })
  trusts!: DepartureInputType[];

  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('LeaveTrustPayload')
export class LeaveTrustPayload extends PatientPayload {}

@ObjectType('DeleteAccountPayload')
export class DeleteAccountPayload {
  @Field(() => Boolean, { description: 'Whether the account is gone.' })
  deleted!: boolean;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
