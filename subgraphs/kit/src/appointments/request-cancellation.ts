import { Arg, Ctx, FieldResolver, InputType, Resolver } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { fileTask } from '../verbs/task.ts';
import { type ChangedAppointment, changeAppointment } from './change-appointment.ts';
import { factsOfCancellationRequest } from './facts.ts';
import { saveBooking } from './lock-booking.ts';
import { AppointmentPayload, AppointmentVerbInput, type MakeAppointmentVerb } from './verb-types.ts';

@InputType()
export class RequestCancellationInput extends AppointmentVerbInput {}

/** Asks the booking team to cancel (U2 U9). The appointment stands until they answer. */
const request = (context: TrustContext, input: RequestCancellationInput): Promise<ChangedAppointment> =>
  changeAppointment(context, input, {
    verb: 'requestCancellation',
    name: 'request-cancellation',
    look: (situation) => ({ facts: factsOfCancellationRequest(situation) }),
    change: async (locked, { booking }, _found, work) => {
      await saveBooking(work, locked, { status: 'pending-cancellation' });
      const { id } = await fileTask(work, work, { kind: 'cancellation', item: booking.id, content: {} });
      return [{ kind: 'for-staff', task: id }];
    },
  });

export const requestCancellation: MakeAppointmentVerb = ({ Mutations }) => {
  @Resolver(() => Mutations)
  class RequestCancellation {
    @FieldResolver(() => AppointmentPayload, {
      nullable: true,
      description: 'Asks the booking team to cancel. The appointment stands until they answer.',
    })
    requestCancellation(
      @Arg('input', () => RequestCancellationInput) input: RequestCancellationInput,
      @Ctx() context: TrustContext,
    ) {
      return request(context, input);
    }
  }
  return RequestCancellation;
};
