import { Arg, Ctx, FieldResolver, InputType, Resolver } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { cancelBooking } from './cancel-booking.ts';
import { type ChangedAppointment, changeAppointment } from './change-appointment.ts';
import { factsOfCancel } from './facts.ts';
import { AppointmentPayload, AppointmentVerbInput, type MakeAppointmentVerb } from './verb-types.ts';

@InputType()
export class CancelAppointmentInput extends AppointmentVerbInput {}

/** Cancels at once (W10), and gives the place back to the clinic. */
const cancel = (context: TrustContext, input: CancelAppointmentInput): Promise<ChangedAppointment> =>
  changeAppointment(context, input, {
    verb: 'cancel',
    name: 'cancel-appointment',
    look: (situation) => ({ facts: factsOfCancel(situation) }),
    change: async (locked, { response }, _found, work) => (await cancelBooking(work, locked, response)).owes,
  });

export const cancelAppointment: MakeAppointmentVerb = ({ Mutations }) => {
  @Resolver(() => Mutations)
  class CancelAppointment {
    @FieldResolver(() => AppointmentPayload, { nullable: true, description: 'Cancels the appointment at once.' })
    cancelAppointment(
      @Arg('input', () => CancelAppointmentInput) input: CancelAppointmentInput,
      @Ctx() context: TrustContext,
    ) {
      return cancel(context, input);
    }
  }
  return CancelAppointment;
};
