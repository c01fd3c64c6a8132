import 'reflect-metadata';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { PatientType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';
import { type Delivery, delivery } from '../sessions/delivery.ts';
import { type SecondFactorKind, secondFactorKinds } from './second-factor.ts';

registerEnumType(secondFactorKinds, {
  name: 'SecondFactorKind',
  description: 'What can follow a password. An emailed code never does.',
  valuesConfig: {
    CODE_TO_MOBILE: { description: 'The code that requestSecondFactorCode sends.' },
    TOTP: { description: 'The code of an authenticator app.' },
    RECOVERY_CODE: { description: 'One of the recovery codes; each works once.' },
  },
});

@InputType('SignInWithPasswordInput')
export class SignInWithPasswordInputType {
  @Field(() => String, { description: 'A verified one.' })
  email!: string;

  @Field(() => String)
  password!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The token of a saved device, for programs; a browser’s cookie says it by itself.',
  })
  savedDevice?: string | null;

  @Field(() => delivery)
  delivery!: Delivery;
}

@InputType('RequestSecondFactorCodeInput')
export class RequestSecondFactorCodeInputType {
  @Field(() => ID)
  challenge!: string;
}

@InputType('CompleteSignInInput', { description: 'Exactly one of code, totp and recoveryCode.' })
export class CompleteSignInInputType {
  @Field(() => ID, { description: 'Of the second factor that was asked for.' })
  challenge!: string;

  @Field(() => String, { nullable: true, description: 'As it was texted.' })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'As the authenticator app shows it.' })
  totp?: string | null;

  @Field(() => String, { nullable: true })
  recoveryCode?: string | null;

  @Field(() => Boolean, {
    description: 'Whether this device needs no code for 30 days (K12): the password alone will do on it.',
  })
  saveDevice!: boolean;

  @Field(() => delivery)
  delivery!: Delivery;
}

@ObjectType('AskedSecondFactor', { description: 'The password was right; one of these has to follow.' })
export class AskedSecondFactorType {
  @Field(() => ID, { description: 'Comes back with the second factor.' })
  challenge!: string;

  @Field(() => [secondFactorKinds], { description: 'What this account has.' })
  kinds!: readonly SecondFactorKind[];

  @Field(() => Date, { description: 'After that, start again.' })
  expiresAt!: Date;
}

@ObjectType('SignInWithPasswordPayload', {
  description: 'Either signed in, on a saved device, or asked for a second factor, or an error.',
})
export class SignInWithPasswordPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The token to send as a bearer, with that delivery only. It is shown once.',
  })
  session!: string | null;

  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => AskedSecondFactorType, { nullable: true })
  secondFactor!: AskedSecondFactorType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('RequestSecondFactorCodePayload')
export class RequestSecondFactorCodePayload {
  @Field(() => Date, { nullable: true, description: 'The code works until then.' })
  expiresAt!: string | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('CompleteSignInPayload')
export class CompleteSignInPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The token to send as a bearer, with that delivery only. It is shown once.',
  })
  session!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The token of the saved device, with delivery by bearer only. It is shown once.',
  })
  savedDevice!: string | null;

  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
