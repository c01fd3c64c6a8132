import 'reflect-metadata';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { PatientType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';
import type { Factor } from '../sessions/factors.ts';
import { levels } from '../sessions/types.ts';

/** Keys are the factors as GraphQL may write them. */
const factorNames = {
  CODE_TO_MOBILE: 'code-to-mobile',
  CODE_TO_EMAIL: 'code-to-email',
  PASSWORD: 'password',
  TOTP: 'totp',
  RECOVERY_CODE: 'recovery-code',
  SAVED_DEVICE: 'saved-device',
  PASSKEY: 'passkey',
  NHS_LOGIN: 'nhs-login',
} as const satisfies Record<string, Factor>;
registerEnumType(factorNames, { name: 'Factor', description: 'What a person has proven themselves by.' });

const agentWords = {
  nullable: true,
  description: 'What the browser says it is, such as “Firefox on Windows”; null for what is no browser known here.',
} as const;
const networkWords = { description: 'The network that it came from: an address without its end.' } as const;

@ObjectType('OpenSession', { description: 'A session of the patient’s that goes on, here or on another device.' })
export class OpenSessionType {
  @Field(() => ID)
  id!: string;

  @Field(() => Boolean, { description: 'Whether it is the session of this request.' })
  current!: boolean;

  @Field(() => Date)
  openedAt!: Date;

  @Field(() => Date)
  lastSeenAt!: Date;

  @Field(() => [factorNames])
  factors!: readonly Factor[];

  @Field(() => levels)
  level!: (typeof levels)[keyof typeof levels];

  @Field(() => String, agentWords)
  agent!: string | null;

  @Field(() => String, networkWords)
  network!: string;
}

@ObjectType('SavedDevice', { description: 'A device on which the code was saved (K12): a password is enough on it.' })
export class SavedDeviceType {
  @Field(() => ID)
  id!: string;

  @Field(() => Boolean, { description: 'Whether it is the device of this request.' })
  current!: boolean;

  @Field(() => Date)
  savedAt!: Date;

  @Field(() => Date, { description: 'From then on it asks for a code again.' })
  expiresAt!: Date;

  @Field(() => Date)
  lastUsedAt!: Date;

  @Field(() => String, agentWords)
  agent!: string | null;

  @Field(() => String, networkWords)
  network!: string;
}

@InputType('EndSessionInput')
export class EndSessionInputType {
  @Field(() => ID)
  session!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('EndOtherSessionsInput')
export class EndOtherSessionsInputType {
  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('ForgetDeviceInput')
export class ForgetDeviceInputType {
  @Field(() => ID)
  device!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('DevicesPayload')
export class DevicesPayload {
  @Field(() => PatientType, { nullable: true, description: 'Null when the session of this request has ended.' })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
