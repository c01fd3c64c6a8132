import type { ErrorCode } from '@crosstrust/contract';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { CareRecordType, PatientType } from './types.ts';

@ObjectType('UserError', { description: 'Something that the person can mend.' })
@Directive('@shareable')
export class UserErrorType {
  @Field(() => String)
  code!: ErrorCode;

  @Field(() => String)
  message!: string;

  @Field(() => String, { nullable: true, description: 'The input field that it is about.' })
  field!: string | null;
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

@ObjectType('VerifyEmailPayload')
export class VerifyEmailPayload {
  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('OpenAccountPayload')
export class OpenAccountPayload {
  @Field(() => ID, { nullable: true, description: 'Comes back with the code, in signIn.' })
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

@ObjectType('SignOutPayload')
export class SignOutPayload {
  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('LinkTrustPayload')
export class LinkTrustPayload {
  @Field(() => CareRecordType, { nullable: true })
  record!: CareRecordType | null;

  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('ReportNotMinePayload')
export class ReportNotMinePayload {
  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('UnlinkTrustPayload')
export class UnlinkTrustPayload {
  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
