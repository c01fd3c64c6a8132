import 'reflect-metadata';
import { enumOf, LocalDateScalar } from '@crosstrust/kit';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { TrustType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';
import { type ConsentWay, consentWays } from './registered-by.ts';
import { type RegistrationWayKind, registrationWayKinds } from './list-ways.ts';

const ConsentWayEnum = enumOf(consentWays);
registerEnumType(ConsentWayEnum, { name: 'ConsentWay', description: 'How the patient has agreed.' });

const WayKindEnum = enumOf(registrationWayKinds);
registerEnumType(WayKindEnum, { name: 'RegistrationWayKind' });

@InputType('ConsentInput', { description: 'That the patient agreed.' })
export class ConsentInputType {
  @Field(() => ConsentWayEnum)
  how!: ConsentWay;

  @Field(() => LocalDateScalar, { description: 'The day on which they agreed.' })
  on!: string;
}

@InputType('RegisteredByInput', { description: 'A carer who registers for the patient, with the patient’s consent.' })
export class RegisteredByInputType {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'What they are to the patient: daughter, neighbour.' })
  relationship!: string;

  @Field(() => String, { description: 'The carer’s own email address, which cannot be the patient’s.' })
  email!: string;

  @Field(() => ConsentInputType)
  consent!: ConsentInputType;
}

@InputType('OpenAccountInput')
export class OpenAccountInputType {
  @Field(() => ID, { description: 'Key of a trust that holds a record of the patient.' })
  trust!: string;

  @Field(() => String, { nullable: true, description: 'May be left out with an invitation.' })
  nhsNumber?: string | null;

  @Field(() => LocalDateScalar)
  birthDate!: string;

  @Field(() => String)
  mobile!: string;

  @Field(() => String, { description: 'The patient’s own.' })
  email!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The secret of an invitation’s link: what follows the trust’s key.',
  })
  invitation?: string | null;

  @Field(() => [String], { nullable: true, description: 'The two security codes of an invitation by letter.' })
  codes?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Letters without paper, where the trust asks at registration.' })
  paperless?: boolean | null;

  @Field(() => RegisteredByInputType, { nullable: true, description: 'Null: the patient registers.' })
  registeredBy?: RegisteredByInputType | null;

  @Field(() => String)
  idempotencyKey!: string;
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

@ObjectType('RegistrationWords')
export class RegistrationWordsType {
  @Field(() => String)
  words!: string;

  @Field(() => String, { description: 'The number of the promise behind it, or `assumed`.' })
  rule!: string;
}

@ObjectType('RegistrationWay', { description: 'A way in which a trust lets people register.' })
export class RegistrationWayType {
  @Field(() => WayKindEnum)
  kind!: RegistrationWayKind;

  @Field(() => [String], { description: 'The details that must be those that the trust holds.' })
  compares!: readonly string[];

  @Field(() => Boolean, { description: 'Whether it is open only while an appointment is coming up.' })
  needsAppointment!: boolean;

  @Field(() => Int, { nullable: true, description: 'How many days an invitation works.' })
  days!: number | null;

  @Field(() => String)
  words!: string;

  @Field(() => String)
  rule!: string;
}

@ObjectType('CarerRegistration', { description: 'Whether a carer may register for the patient.' })
export class CarerRegistrationType extends RegistrationWordsType {
  @Field(() => Boolean)
  allowed!: boolean;
}

@ObjectType('TrustRegistration', { description: 'How patients register with a trust: it is their choice.' })
export class TrustRegistrationType {
  @Field(() => TrustType)
  trust!: TrustType;

  @Field(() => Int, { description: 'Whole years.' })
  minimumAge!: number;

  @Field(() => RegistrationWordsType, { description: 'That it is a choice, and what is otherwise.' })
  optional!: RegistrationWordsType;

  @Field(() => RegistrationWordsType, { description: 'What shows before somebody has registered.' })
  before!: RegistrationWordsType;

  @Field(() => RegistrationWordsType, { description: 'What a patient needs for it.' })
  needs!: RegistrationWordsType;

  @Field(() => RegistrationWordsType)
  cost!: RegistrationWordsType;

  @Field(() => [RegistrationWayType])
  ways!: readonly RegistrationWayType[];

  @Field(() => CarerRegistrationType)
  carer!: CarerRegistrationType;

  @Field(() => Boolean, { description: 'Whether letters without paper are chosen at registration.' })
  asksPaperless!: boolean;
}

@ObjectType('RegisteredBy', { description: 'A carer who opened the account for the patient.' })
export class RegisteredByType {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  relationship!: string;

  @Field(() => ConsentWayEnum)
  consentGiven!: ConsentWay;

  @Field(() => LocalDateScalar)
  consentOn!: string;

  @Field(() => Date)
  at!: Date;
}
