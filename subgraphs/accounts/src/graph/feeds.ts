import 'reflect-metadata';
import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { createFeed } from '../feeds/create-feed.ts';
import { type Feed, listFeeds } from '../feeds/list-feeds.ts';
import { revokeFeed } from '../feeds/revoke-feed.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import type { GraphContext } from './context.ts';
import { UserErrorType } from './payloads.ts';
import { PatientType } from './types.ts';

@ObjectType('CalendarFeed', {
  description: 'A private link that a calendar follows: all appointments, by time and hospital only.',
})
export class CalendarFeedType {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'What the patient calls it.' })
  name!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When a calendar read it the last time, to the minute.' })
  lastReadAt!: Date | null;
}

@InputType('CreateCalendarFeedInput')
export class CreateCalendarFeedInputType {
  @Field(() => String, { nullable: true, description: 'What the patient calls it; 60 characters at most.' })
  name?: string | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('RevokeCalendarFeedInput')
export class RevokeCalendarFeedInputType {
  @Field(() => ID)
  feed!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('CreateCalendarFeedPayload')
export class CreateCalendarFeedPayload {
  @Field(() => CalendarFeedType, { nullable: true })
  feed!: CalendarFeedType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Path at the gateway, for a calendar to follow. Whoever has it can read the times. It is told once: null when the same request comes again; then revoke the feed and make another.',
  })
  url!: string | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('RevokeCalendarFeedPayload')
export class RevokeCalendarFeedPayload {
  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

/** Private links for calendars: made, listed, taken back. */
@Resolver(() => PatientType)
export class CalendarFeedResolver {
  @FieldResolver(() => [CalendarFeedType], {
    description: 'The links for calendars that were not revoked; five at most.',
  })
  calendarFeeds(@Ctx() context: GraphContext): Promise<Feed[]> {
    return listFeeds(context.core, context, mustBeSignedIn(context.viewer));
  }

  @Mutation(() => CreateCalendarFeedPayload, { description: 'Makes a private link that a calendar can follow.' })
  async createCalendarFeed(
    @Arg('input', () => CreateCalendarFeedInputType) input: CreateCalendarFeedInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await createFeed(context.core, context, viewer, input);
    if ('userErrors' in result) return { feed: null, url: null, userErrors: result.userErrors };
    const { feed, url } = result.done;
    const feeds = await listFeeds(context.core, context, viewer);
    return { feed: feeds.find(({ id }) => id === feed) ?? null, url, userErrors: [] };
  }

  @Mutation(() => RevokeCalendarFeedPayload, { description: 'Takes a link for a calendar back, at once.' })
  async revokeCalendarFeed(
    @Arg('input', () => RevokeCalendarFeedInputType) input: RevokeCalendarFeedInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await revokeFeed(context.core, context, viewer, input);
    return 'done' in result
      ? { me: await readPerson(context.core, context, viewer), userErrors: [] }
      : { me: null, userErrors: result.userErrors };
  }
}
