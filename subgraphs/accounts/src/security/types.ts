import 'reflect-metadata';
import { Field, ObjectType } from 'type-graphql';
import { levels } from '../sessions/types.ts';

/** What the fields of `Security` are resolved from. */
export interface Security {
  readonly accountId: string;
}

@ObjectType('Security', { description: 'How the account is got into: the patient chooses (M7).' })
export class SecurityType {
  @Field(() => levels, {
    description:
      'The level that a session needs to change anything here, by a proof of the last ten minutes. With one factor, that factor is a code to the mobile.',
  })
  changesNeed!: (typeof levels)[keyof typeof levels];
}
