import 'reflect-metadata';
import { Directive, Field, ID, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import type { LinkState } from '../links/trust-status.ts';

export const linkStates = {
  LINKED: 'LINKED',
  CAN_BE_LINKED: 'CAN_BE_LINKED',
  TOO_YOUNG: 'TOO_YOUNG',
} as const satisfies Record<LinkState, LinkState>;
registerEnumType(linkStates, { name: 'LinkState' });

/** Keys are the contract's levels as GraphQL may write them. */
export const levels = { ONE_FACTOR: 'one-factor', TWO_FACTORS: 'two-factors' } as const;
registerEnumType(levels, { name: 'SessionLevel', description: 'How strongly the session was proven.' });

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

  /** The account whose viewer may see this; not part of the graph. */
  accountId!: string;
}

@InterfaceType('TrustHelp', { description: 'Where help is at one trust: for everybody, signed in or not.' })
export abstract class TrustHelpType {
  @Field(() => ID, { description: 'The trust’s key.' })
  key!: string;

  @Field(() => TrustType)
  trust!: TrustType;
}

@ObjectType('TrustStatus', { description: 'How the patient stands with a trust.' })
export class TrustStatusType {
  @Field(() => TrustType)
  trust!: TrustType;

  @Field(() => linkStates)
  state!: LinkState;

  @Field(() => Int, { description: 'Whole years.' })
  minimumAge!: number;

  @Field(() => String, { nullable: true, description: 'How to link, when that is possible now.' })
  how!: string | null;
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

  @Field(() => [CareRecordType], { description: 'The records of the linked trusts.' })
  records!: readonly CareRecordType[];

  @Field(() => [TrustStatusType], { description: 'Every trust, linked or not, and what to do to link it.' })
  trusts!: readonly TrustStatusType[];
}

@ObjectType('Session', { description: 'The session of this request.' })
export class SessionType {
  @Field(() => Date, { description: 'It ends then, whatever happens.' })
  expiresAt!: Date;

  @Field(() => Date, { description: 'It ends then, unless the person does something.' })
  idleExpiresAt!: Date;

  @Field(() => levels)
  level!: (typeof levels)[keyof typeof levels];
}
