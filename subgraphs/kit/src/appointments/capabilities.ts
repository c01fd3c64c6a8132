import { Arg, Args, Ctx, Field, FieldResolver, ID, InterfaceType, Int, Resolver, Root } from 'type-graphql';
import { connectionOf, pageOf, type Page, TimeArgs } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { isUuid } from '../graph/lists.ts';
import { makePage } from '../graph/make-page.ts';
import { typeOf } from '../graph/values.ts';
import type { AppointmentVerb } from '../policy/appointments.ts';
import { encodeCursor } from '../storage/cursor.ts';
import { elsewhenOf } from './clinic.ts';
import {
  acceptedAt,
  type Fact,
  factsOfAccept,
  factsOfCancel,
  factsOfCancellationRequest,
  factsOfRebookingRequest,
  factsOfReschedule,
  reschedulesLeft,
  type Situation,
  type SlotChoice,
} from './facts.ts';
import type { Booking } from './list.ts';
import { isPossible, Preview, presentPreview, presentSlot, Slot } from './preview.ts';

const asCapability = { autoRegisterImplementations: false, resolveType: typeOf };

/** What a verb is offered by in the graph: an interface of the appointments of the trusts that have it. */
@InterfaceType({ ...asCapability, description: 'An appointment that the patient can say they will come to.' })
export abstract class Acceptable {
  @Field(() => ID)
  id!: string;
}

@InterfaceType({ ...asCapability, description: 'An appointment for which the patient can ask for another date.' })
export abstract class RebookingRequestable {
  @Field(() => ID)
  id!: string;
}

@InterfaceType({ ...asCapability, description: 'An appointment that the patient can ask to cancel.' })
export abstract class CancellationRequestable {
  @Field(() => ID)
  id!: string;
}

@InterfaceType({ ...asCapability, description: 'An appointment that the patient can move to a free time.' })
export abstract class Reschedulable {
  @Field(() => ID)
  id!: string;
}

@InterfaceType({ ...asCapability, description: 'An appointment that the patient can cancel.' })
export abstract class Cancellable {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => Acceptable)
class AcceptableResolver {
  @FieldResolver(() => Date, {
    nullable: true,
    description: 'When the patient accepted it as it stands. Null again once it was moved.',
  })
  async acceptedAt(@Root() booking: Booking, @Ctx() context: TrustContext): Promise<Date | null> {
    return acceptedAt(booking, await context.readers().response(booking.recordId, booking.id));
  }

  @FieldResolver(() => Preview)
  acceptPreview(@Root() booking: Booking, @Ctx() context: TrustContext): Promise<Preview> {
    return preview('accept', booking, context, factsOfAccept);
  }
}

@Resolver(() => RebookingRequestable)
class RebookingRequestableResolver {
  @FieldResolver(() => Preview)
  rebookingPreview(@Root() booking: Booking, @Ctx() context: TrustContext): Promise<Preview> {
    return preview('requestRebooking', booking, context, factsOfRebookingRequest);
  }
}

@Resolver(() => CancellationRequestable)
class CancellationRequestableResolver {
  @FieldResolver(() => Preview)
  cancellationRequestPreview(@Root() booking: Booking, @Ctx() context: TrustContext): Promise<Preview> {
    return preview('requestCancellation', booking, context, factsOfCancellationRequest);
  }
}

@Resolver(() => Cancellable)
class CancellableResolver {
  @FieldResolver(() => Preview)
  cancelPreview(@Root() booking: Booking, @Ctx() context: TrustContext): Promise<Preview> {
    return preview('cancel', booking, context, factsOfCancel);
  }
}

const SlotConnection = connectionOf('Slot', Slot);

@Resolver(() => Reschedulable)
class ReschedulableResolver {
  @FieldResolver(() => Int, { description: 'How often the patient may still move it.' })
  reschedulesLeft(@Root() booking: Booking, @Ctx() context: TrustContext): Promise<number> {
    return countReschedulesLeft(booking, context);
  }

  @FieldResolver(() => SlotConnection, {
    nullable: true,
    description:
      'Free times of the same clinic, the soonest first. Null where it cannot be moved; where there are none, or it cannot, reschedulePreview says why.',
  })
  slots(@Root() booking: Booking, @Args(() => TimeArgs) args: TimeArgs, @Ctx() context: TrustContext) {
    return listSlots(booking, args, context);
  }

  @FieldResolver(() => Preview, { description: 'Without a slot: whether the appointment can be moved at all.' })
  async reschedulePreview(
    @Root() booking: Booking,
    @Arg('slot', () => ID, { nullable: true }) id: string | null | undefined,
    @Ctx() context: TrustContext,
  ): Promise<Preview> {
    const choice = await readChoice(booking, id, context);
    return preview('reschedule', booking, context, (situation) => factsOfReschedule(situation, choice), choice);
  }
}

/** What each verb brings to a trust's appointments. */
export const capabilities = {
  accept: { type: Acceptable, resolver: AcceptableResolver, fields: ['acceptedAt', 'acceptPreview'] },
  requestRebooking: {
    type: RebookingRequestable,
    resolver: RebookingRequestableResolver,
    fields: ['rebookingPreview'],
  },
  requestCancellation: {
    type: CancellationRequestable,
    resolver: CancellationRequestableResolver,
    fields: ['cancellationRequestPreview'],
  },
  reschedule: {
    type: Reschedulable,
    resolver: ReschedulableResolver,
    fields: ['reschedulesLeft', 'slots', 'reschedulePreview'],
  },
  cancel: { type: Cancellable, resolver: CancellableResolver, fields: ['cancelPreview'] },
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
} as const satisfies Record<AppointmentVerb, { type: Function; resolver: Function; fields: readonly string[] }>;

async function preview(
  verb: AppointmentVerb,
  booking: Booking,
  context: TrustContext,
  look: (situation: Situation) => Fact[],
  choice?: SlotChoice,
): Promise<Preview> {
  const { recordId, id } = booking;
  const [response, verdict] = await Promise.all([
    context.readers().response(recordId, id),
    context.mayChange(recordId, 'one-factor', 'patient-or-carer'),
  ]);
  const policy = context.policy.appointments;
  const facts = look({ policy, booking, response, mayAct: verdict === true, now: context.clock() });
  const slot = choice && 'slot' in choice ? choice.slot : undefined;
  return presentPreview(context.previewTokens, { verb, booking, facts, slot });
}

async function readChoice(booking: Booking, id: string | null | undefined, context: TrustContext): Promise<SlotChoice> {
  const readers = context.readers();
  if (id) return { slot: isUuid(id) ? await readers.slot(id) : null };
  const elsewhen = elsewhenOf(booking);
  return { isAnyFree: elsewhen !== undefined && (await readers.isAnySlotFree(elsewhen)) };
}

async function listSlots(booking: Booking, args: TimeArgs, context: TrustContext): Promise<Page<Slot> | null> {
  const page = pageOf({ ...args, order: 'OLDEST_FIRST' });
  const elsewhen = elsewhenOf(booking);
  if (!elsewhen || (await countReschedulesLeft(booking, context)) === 0) return null;
  const readers = context.readers();
  return makePage(await readers.freeSlots(elsewhen, page), {
    first: args.first,
    isFirst: page.after === undefined,
    cursorOf: ({ startsAt, id }) => encodeCursor({ at: startsAt.toISOString(), id }),
    present: presentSlot,
    count: () => readers.countFreeSlots(elsewhen, page),
  });
}

/** How often it may still be moved; none where it cannot be moved at all. */
async function countReschedulesLeft(booking: Booking, context: TrustContext): Promise<number> {
  const response = await context.readers().response(booking.recordId, booking.id);
  const situation = { policy: context.policy.appointments, booking, response, mayAct: true, now: context.clock() };
  return isPossible(factsOfReschedule(situation, { isAnyFree: true })) ? reschedulesLeft(situation) : 0;
}
