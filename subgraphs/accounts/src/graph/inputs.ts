import 'reflect-metadata';
import { LocalDateScalar } from '@crosstrust/kit';
import { Field, ID, InputType, registerEnumType } from 'type-graphql';

/** Where a session's token goes. */
export const delivery = { COOKIE: 'COOKIE', BEARER: 'BEARER' } as const;
export type Delivery = keyof typeof delivery;
registerEnumType(delivery, {
  name: 'SessionDelivery',
  valuesConfig: {
    COOKIE: { description: 'The gateway sets a cookie: for browsers.' },
    BEARER: { description: 'The payload carries the token: for programs.' },
  },
});

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

@InputType('OpenAccountInput')
export class OpenAccountInputType {
  @Field(() => ID, { description: 'Key of a trust that holds a record of the patient.' })
  trust!: string;

  @Field(() => String)
  nhsNumber!: string;

  @Field(() => LocalDateScalar)
  birthDate!: string;

  @Field(() => String)
  mobile!: string;

  @Field(() => String)
  email!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('LinkTrustInput')
export class LinkTrustInputType {
  @Field(() => ID, { description: 'Key of the trust.' })
  trust!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('ReportNotMineInput')
export class ReportNotMineInputType {
  @Field(() => ID, { description: 'Key of the trust whose linked record is somebody else’s.' })
  trust!: string;

  @Field(() => String, { nullable: true, description: 'What the hospital should know, up to 2000 characters.' })
  words?: string | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('UnlinkTrustInput')
export class UnlinkTrustInputType {
  @Field(() => ID, { description: 'Key of the trust.' })
  trust!: string;

  @Field(() => String)
  idempotencyKey!: string;
}
