import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { ownAccount, signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { PatientType } from '../graph/types.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { createFeed } from './create-feed.ts';
import { type Feed, listFeeds } from './list-feeds.ts';
import { revokeFeed } from './revoke-feed.ts';
import {
  CalendarFeedType,
  CreateCalendarFeedInputType,
  CreateCalendarFeedPayload,
  RevokeCalendarFeedInputType,
  RevokeCalendarFeedPayload,
} from './types.ts';

@Resolver(() => PatientType)
class CalendarFeedResolver {
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

/** Private links for calendars: made, listed, taken back. */
export const feedsFeature: Feature = {
  resolvers: [CalendarFeedResolver],
  rules: {
    Mutation: each(signedIn, 'createCalendarFeed', 'revokeCalendarFeed'),
    Patient: { calendarFeeds: ownAccount },
    CalendarFeed: each('inherit', 'id', 'name', 'createdAt', 'lastReadAt'),
    CreateCalendarFeedPayload: each('inherit', 'feed', 'url', 'userErrors'),
    RevokeCalendarFeedPayload: each('inherit', 'me', 'userErrors'),
  },
};
