import { Arg, Ctx, Field, FieldResolver, ID, InputType, Resolver } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { isUuid } from '../graph/lists.ts';
import { type ChangedAppointment, changeAppointment } from './change-appointment.ts';
import { factsOfReschedule, type StoredSlot } from './facts.ts';
import type { Booking } from './list.ts';
import { type BookingChange, saveBooking } from './lock-booking.ts';
import { saveResponse } from './responses.ts';
import { freePlace, lockSlots, takePlace } from './slots.ts';
import { AppointmentPayload, AppointmentVerbInput, type MakeAppointmentVerb } from './verb-types.ts';

@InputType()
export class RescheduleAppointmentInput extends AppointmentVerbInput {
  @Field(() => ID, { description: 'The free time to move to, as the preview has it.' })
  slot!: string;
}

/** Moves the appointment to a free slot of the same clinic (W8 W9): the place there is taken before the old one is given back. */
const reschedule = (context: TrustContext, input: RescheduleAppointmentInput): Promise<ChangedAppointment> =>
  changeAppointment(context, input, {
    verb: 'reschedule',
    name: 'reschedule-appointment',
    asked: { slot: input.slot },
    look: async (situation, work) => {
      const wantedId = isUuid(input.slot) ? input.slot : null;
      const { held, wanted } = await lockSlots(work, situation.booking, situation.response, wantedId);
      return { facts: factsOfReschedule(situation, { slot: wanted }), slot: wanted, held };
    },
    change: async (locked, { booking, response }, { slot, held }, work) => {
      if (!slot) throw new Error('a reschedule without a slot');
      await takePlace(work, slot);
      if (held) await freePlace(work, held);
      const times = timesAt(booking, slot);
      await saveBooking(work, locked, times);
      await saveResponse(work, booking.id, { ...response, reschedules: response.reschedules + 1, slotId: slot.id });
      return [{ kind: 'appointment-moved', item: booking.id, from: booking.startsAt, to: times.startsAt }];
    },
  });

/** It keeps its length; where that was not known, it is the slot's. */
function timesAt({ startsAt, endsAt }: Booking, slot: StoredSlot): Required<Omit<BookingChange, 'status'>> {
  const end =
    endsAt === undefined ? slot.endsAt : new Date(slot.startsAt.getTime() + Date.parse(endsAt) - Date.parse(startsAt));
  return { startsAt: slot.startsAt.toISOString(), endsAt: end.toISOString() };
}

export const rescheduleAppointment: MakeAppointmentVerb = ({ Mutations }) => {
  @Resolver(() => Mutations)
  class RescheduleAppointment {
    @FieldResolver(() => AppointmentPayload, {
      nullable: true,
      description: 'Moves the appointment to a free time: date and time only.',
    })
    rescheduleAppointment(
      @Arg('input', () => RescheduleAppointmentInput) input: RescheduleAppointmentInput,
      @Ctx() context: TrustContext,
    ) {
      return reschedule(context, input);
    }
  }
  return RescheduleAppointment;
};
