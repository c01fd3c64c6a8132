import 'reflect-metadata';
import { Directive, Field, ID, InterfaceType, ObjectType } from 'type-graphql';

@ObjectType('Trust', { description: 'A hospital trust, or trusts that share one system.' })
@Directive('@shareable')
export class TrustType {
  @Field(() => ID)
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [String])
  odsCodes!: readonly string[];
}

@InterfaceType('CareRecord', { description: 'What one trust holds of one patient.' })
export abstract class CareRecordType {
  @Field(() => ID)
  id!: string;

  @Field(() => TrustType)
  trust!: TrustType;

  /** The account whose viewer may see this (of a guest, the share); not part of the graph. */
  accountId!: string;
}

@InterfaceType('TrustHelp', { description: 'Where help is at one trust: for everybody, signed in or not.' })
export abstract class TrustHelpType {
  @Field(() => ID, { description: 'The trust’s key.' })
  key!: string;

  @Field(() => TrustType)
  trust!: TrustType;
}

@ObjectType('Patient', { description: 'The person who is signed in.' })
@Directive('@key(fields: "id")')
export class PatientType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Boolean, {
    description: 'Whether the email is a way in: a trust vouched for it, or the person proved it by verifyEmail.',
  })
  emailVerified!: boolean;
}
