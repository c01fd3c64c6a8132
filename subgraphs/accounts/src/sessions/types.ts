import 'reflect-metadata';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { UserErrorType } from '../graph/user-error.ts';

/** Keys are the contract's levels as GraphQL may write them. */
export const levels = { ONE_FACTOR: 'one-factor', TWO_FACTORS: 'two-factors' } as const;
registerEnumType(levels, { name: 'SessionLevel', description: 'How strongly the session was proven.' });

@ObjectType('Session', { description: 'The session of this request.' })
export class SessionType {
  @Field(() => Date, { description: 'It ends then, whatever happens.' })
  expiresAt!: Date;

  @Field(() => Date, { description: 'It ends then, unless the person does something.' })
  idleExpiresAt!: Date;

  @Field(() => levels)
  level!: (typeof levels)[keyof typeof levels];
}

@ObjectType('SignOutPayload')
export class SignOutPayload {
  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
