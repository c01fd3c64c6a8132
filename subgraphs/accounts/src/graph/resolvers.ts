import { trusts } from '@crosstrust/contract';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { trustStatuses } from '../links/trust-status.ts';
import { type Person, readPerson } from '../people/read-person.ts';
import { mustBeSignedIn, Viewer } from '../people/viewer.ts';
import { readSession, type SessionTimes } from '../sessions/read-session.ts';
import type { GraphContext } from './context.ts';
import { listHelp } from './help-types.ts';
import { toRecord, toTrust } from './record-types.ts';
import { CareRecordType, PatientType, SessionType, TrustHelpType, TrustStatusType, TrustType } from './types.ts';

/** What the signed-in person and anybody may ask. */
@Resolver()
export class QueryResolver {
  @Query(() => PatientType, { nullable: true, description: 'The person who is signed in.' })
  me(@Ctx() context: GraphContext): Promise<Person | null> {
    return readPerson(context.core, context, mustBeSignedIn(context.viewer));
  }

  @Query(() => SessionType, {
    nullable: true,
    description: 'The session of this request; null when nobody is signed in.',
  })
  async session(@Ctx() context: GraphContext): Promise<SessionTimes | null> {
    return context.viewer instanceof Viewer ? readSession(context.core, context, context.viewer) : null;
  }

  @Query(() => [TrustType], { description: 'Every trust that this system knows.' })
  trusts(): TrustType[] {
    return trusts.map(toTrust);
  }

  @Query(() => [TrustHelpType], {
    description: 'Help of every trust, or of this one: for everybody, because who cannot sign in needs it most.',
  })
  help(@Arg('trust', () => ID, { nullable: true }) trust: string | null): TrustHelpType[] {
    return listHelp(trust ?? null);
  }
}

/** The fields of a patient that are not columns. */
@Resolver(() => PatientType)
export class PatientResolver {
  @FieldResolver(() => String)
  name(@Root() person: Person): string {
    return person.details.name;
  }

  @FieldResolver(() => [CareRecordType])
  records(@Root() person: Person): CareRecordType[] {
    return person.links.flatMap((link) => toRecord(person, link) ?? []);
  }

  @FieldResolver(() => [TrustStatusType])
  trusts(@Root() person: Person, @Ctx() { core }: GraphContext) {
    const statuses = trustStatuses(
      core.policies,
      { birthDate: person.details.birthDate, links: person.links },
      core.clock(),
    );
    return statuses.map((status) => ({ ...status, trust: toTrust(status.trust) }));
  }
}
