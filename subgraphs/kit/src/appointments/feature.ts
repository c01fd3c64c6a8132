import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { itemConnectionOf, itemConnectionRules, pageOf, SectionListArgs } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature, mayRead, namesOf } from '../graph/feature.ts';
import { among, findItem, listItems } from '../graph/lists.ts';
import { CareRecord, type RecordParent } from '../graph/record.ts';
import { itemFields } from '../graph/value-rules.ts';
import type { ItemStatus } from '../storage/content.ts';
import { Appointment, AppointmentStatusEnum } from './appointment.ts';
import { appointmentList } from './list.ts';
import { capabilitiesOf } from './verbs.ts';

const AppointmentConnection = itemConnectionOf('Appointment', Appointment);

@ArgsType()
class AppointmentArgs extends SectionListArgs {
  @Field(() => [AppointmentStatusEnum], { nullable: true })
  statuses?: ItemStatus[] | null;
}

@Resolver(() => CareRecord)
class AppointmentsOfRecord {
  @FieldResolver(() => AppointmentConnection, {
    nullable: true,
    description: 'Null where the trust offers none of these sections; see sections.',
  })
  appointments(
    @Root() record: RecordParent,
    @Args(() => AppointmentArgs) args: AppointmentArgs,
    @Ctx() context: TrustContext,
  ) {
    return listItems(appointmentList, record, context, {
      ...pageOf(args),
      sections: among(appointmentList, args.sections),
      statuses: args.statuses,
    });
  }

  @FieldResolver(() => Appointment, { nullable: true })
  appointment(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem(appointmentList, record, id, context);
  }
}

/** Appointments of a record (K7 W5 U1). */
export const appointmentsFeature: MakeFeature = (policy) => {
  const names = namesOf(policy);

  const implemented = [Appointment, ...capabilitiesOf(policy).map(({ type }) => type)];

  @ObjectType(names.own('Appointment'), { implements: implemented })
  class TrustAppointment extends Appointment {}

  return {
    resolvers: [AppointmentsOfRecord],
    types: [TrustAppointment],
    rules: {
      [names.record]: { appointments: mayRead, appointment: mayRead },
      [names.own('Appointment')]: inherit(
        ...itemFields,
        'kind',
        'mode',
        'startsAt',
        'endsAt',
        'specialty',
        'reason',
        'clinician',
        'location',
        'preparation',
        'contact',
        'transportBooked',
        'interpreterBooked',
      ),
      ...itemConnectionRules('Appointment'),
    },
  };
};
