import { RegistryError } from '@crosstrust/contract';
import { Arg, Ctx, Field, FieldResolver, InputType, Resolver } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { fileTask } from '../verbs/task.ts';
import { type ChangedAppointment, changeAppointment } from './change-appointment.ts';
import { factsOfRebookingRequest } from './facts.ts';
import { saveBooking } from './lock-booking.ts';
import { AppointmentPayload, AppointmentVerbInput, type MakeAppointmentVerb } from './verb-types.ts';

/** Characters that a word to the booking team may have. */
const longestWords = 1_000;

@InputType()
export class RequestRebookingInput extends AppointmentVerbInput {
  @Field(() => String, {
    nullable: true,
    description: `To the booking team: when the patient can come. At most ${longestWords} characters.`,
  })
  words?: string | null;
}

/** Asks the booking team for another date (U2 U9). The appointment stands until they answer; nothing is promised. */
const request = (context: TrustContext, input: RequestRebookingInput): Promise<ChangedAppointment> => {
  const words = readWords(input.words);
  return changeAppointment(context, input, {
    verb: 'requestRebooking',
    name: 'request-rebooking',
    asked: { words },
    look: (situation) => ({ facts: factsOfRebookingRequest(situation) }),
    change: async (locked, { booking }, _found, work) => {
      await saveBooking(work, locked, { status: 'pending-reschedule' });
      const content = words === undefined ? {} : { words };
      const { id } = await fileTask(work, work, { kind: 'rebooking', item: booking.id, content });
      return [{ kind: 'for-staff', task: id }];
    },
  });
};

/** @throws RegistryError BAD_INPUT when there are too many */
function readWords(given: string | null | undefined): string | undefined {
  const words = given?.trim();
  if (words && words.length > longestWords) throw new RegistryError('BAD_INPUT', { field: 'words' });
  return words || undefined;
}

export const requestRebooking: MakeAppointmentVerb = ({ Mutations }) => {
  @Resolver(() => Mutations)
  class RequestRebooking {
    @FieldResolver(() => AppointmentPayload, {
      nullable: true,
      description: 'Asks the booking team for another date. The appointment stands until they answer.',
    })
    async requestRebooking(
      @Arg('input', () => RequestRebookingInput) input: RequestRebookingInput,
      @Ctx() context: TrustContext,
    ) {
      return request(context, input);
    }
  }
  return RequestRebooking;
};
