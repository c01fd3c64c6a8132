import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { ownAccount, signedInOrCalendar, wayToRecords } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import type { Feature } from '../graph/feature.ts';
import { PatientType } from '../graph/types.ts';
import { type Person, readPerson } from './read-person.ts';
import { mustBeSignedIn, Viewer } from './viewer.ts';

@Resolver(() => PatientType)
class PersonResolver {
  @Query(() => PatientType, { nullable: true, description: 'The person who is signed in.' })
  me(@Ctx() context: GraphContext): Promise<Person | null> {
    return readPerson(context.core, context, mustBeSignedIn(context.viewer));
  }

  @FieldResolver(() => String)
  name(@Root() person: Person): string {
    return person.details.name;
  }
}

/** The viewer's own account, and nobody else's whatever the representation says. */
const patient = async ({ id }: { id: string }, { core, viewer, correlation }: GraphContext) =>
  viewer instanceof Viewer && viewer.accountId === id ? readPerson(core, { correlation }, viewer) : null;

/** The person who is signed in. */
export const peopleFeature: Feature = {
  resolvers: [PersonResolver],
  rules: {
    Query: { me: signedInOrCalendar },
    Patient: { id: wayToRecords, name: ownAccount, emailVerified: ownAccount },
  },
  references: { Patient: patient },
};
