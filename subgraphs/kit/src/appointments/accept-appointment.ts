import { Arg, Ctx, FieldResolver, InputType, Resolver } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { type ChangedAppointment, changeAppointment } from './change-appointment.ts';
import { factsOfAccept } from './facts.ts';
import { saveResponse } from './responses.ts';
import { AppointmentPayload, AppointmentVerbInput, type MakeAppointmentVerb } from './verb-types.ts';

@InputType()
export class AcceptAppointmentInput extends AppointmentVerbInput {}

/** The patient says that they will come (U2 U9). Nothing else changes. */
const accept = (context: TrustContext, input: AcceptAppointmentInput): Promise<ChangedAppointment> =>
  changeAppointment(context, input, {
    verb: 'accept',
    name: 'accept-appointment',
    look: (situation) => ({ facts: factsOfAccept(situation) }),
    change: async (_locked, { booking, response }, _found, work) => {
      await saveResponse(work, booking.id, {
        ...response,
        accepted: { at: work.now, start: new Date(booking.startsAt) },
      });
      return [];
    },
  });

export const acceptAppointment: MakeAppointmentVerb = ({ Mutations }) => {
  @Resolver(() => Mutations)
  class AcceptAppointment {
    @FieldResolver(() => AppointmentPayload, { nullable: true, description: 'Says that the patient will come.' })
    acceptAppointment(
      @Arg('input', () => AcceptAppointmentInput) input: AcceptAppointmentInput,
      @Ctx() context: TrustContext,
    ) {
      return accept(context, input);
    }
  }
  return AcceptAppointment;
};
