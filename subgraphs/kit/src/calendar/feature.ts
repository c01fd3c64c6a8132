import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Appointment } from '../appointments/appointment.ts';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature, namesOf } from '../graph/feature.ts';
import { DocumentLink } from '../graph/values.ts';
import { calendarType } from './render-calendar.ts';

@Resolver(() => Appointment)
class CalendarOfAppointment {
  @FieldResolver(() => DocumentLink, {
    nullable: true,
    description: 'The appointment as a file for the patient’s own calendar.',
  })
  async calendarFile(
    @Root() { id, recordId }: { id: string; recordId: string },
    @Ctx() { links }: TrustContext,
  ): Promise<DocumentLink> {
    return {
      ...(await links.make({ record: recordId, item: id, as: 'calendar' })),
      contentType: calendarType,
      size: null,
    };
  }
}

/** Each appointment as a calendar file (U1). */
export const calendarFeature: MakeFeature = (policy) => ({
  resolvers: [CalendarOfAppointment],
  types: [],
  rules: { [namesOf(policy).own('Appointment')]: inherit('calendarFile') },
});
