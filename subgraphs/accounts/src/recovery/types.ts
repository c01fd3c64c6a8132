import 'reflect-metadata';
import { LocalDateScalar } from '@crosstrust/kit';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PatientPayload } from '../graph/payload.ts';
import { UserErrorType } from '../graph/user-error.ts';

@ObjectType('WaitingRecovery', {
  description: 'Somebody has shown that they are the patient and recovers the login. If it is not you, stop it.',
})
export class WaitingRecoveryType {
  @Field(() => Date, { description: 'When both codes came back.' })
  confirmedAt!: Date;

  @Field(() => Date, { description: 'When everybody is signed out and the new mobile becomes the way in.' })
  takesEffectAt!: Date;
}

@InputType('BeginRecoveryInput')
export class BeginRecoveryInputType {
  @Field(() => ID, { description: 'Key of a trust that already holds the new mobile.' })
  trust!: string;

  @Field(() => String)
  nhsNumber!: string;

  @Field(() => LocalDateScalar)
  birthDate!: string;

  @Field(() => String, { description: 'The mobile that the person has now; it may be the one that they always had.' })
  newMobile!: string;

  @Field(() => String, { description: 'The email of the login.' })
  email!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('FinishRecoveryInput')
export class FinishRecoveryInputType {
  @Field(() => ID)
  recovery!: string;

  @Field(() => String, { description: 'The code that went to the new mobile.' })
  mobileCode!: string;

  @Field(() => String, { description: 'The code that went to the email.' })
  emailCode!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('StopRecoveryInput')
export class StopRecoveryInputType {
  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('BeginRecoveryPayload')
export class BeginRecoveryPayload {
  @Field(() => ID, { nullable: true, description: 'Comes back with both codes, in finishRecovery.' })
  recovery!: string | null;

  @Field(() => Date, { nullable: true, description: 'The codes work until then.' })
  expiresAt!: string | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('FinishRecoveryPayload')
export class FinishRecoveryPayload {
  @Field(() => Date, {
    nullable: true,
    description:
      'From then on the person signs in with the new mobile. Everybody is signed out; password, passkeys, authenticator app, recovery codes, saved devices and calendar links are gone.',
  })
  takesEffectAt!: string | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('StopRecoveryPayload')
export class StopRecoveryPayload extends PatientPayload {}
