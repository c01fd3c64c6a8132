import 'reflect-metadata';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { PatientPayload } from '../graph/payload.ts';
import { UserErrorType } from '../graph/user-error.ts';

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
export class RevokeCalendarFeedPayload extends PatientPayload {}
