import 'reflect-metadata';
import { Directive, Field, Float, ID, ObjectType } from 'type-graphql';
import { AppointmentKindEnum, AppointmentModeEnum, AppointmentStatusEnum } from '../appointments/appointment.ts';
import { Code, Trust } from '../graph/values.ts';

@Directive('@shareable')
@Directive('@inaccessible')
@ObjectType({ description: 'An appointment as the timeline over all trusts needs it.' })
export class TimelineItem {
  @Field(() => ID)
  id!: string;

  @Field(() => AppointmentKindEnum)
  kind!: string;

  @Field(() => String)
  title!: string;

  @Field(() => AppointmentStatusEnum)
  status!: string;

  @Field(() => AppointmentModeEnum)
  mode!: string;

  @Field(() => Date)
  startsAt!: Date;

  @Field(() => Date, { nullable: true })
  endsAt?: Date;

  @Field(() => Trust, { description: 'The trust that it came from.' })
  source!: Trust;

  @Field(() => String, { nullable: true, description: 'The name of where it is.' })
  place?: string;

  @Field(() => String, { nullable: true })
  postcode?: string;

  @Field(() => Float, { nullable: true, description: 'Degrees (WGS 84).' })
  latitude?: number;

  @Field(() => Float, { nullable: true, description: 'Degrees (WGS 84).' })
  longitude?: number;

  @Field(() => [String], {
    description: 'The kind and SHA-256 of each number by which other systems know it: booking, referral, pathway.',
  })
  sameAs!: string[];

  @Field(() => Date, { description: 'When it last changed at its source.' })
  updatedAt!: Date;
}

@Directive('@shareable')
@Directive('@inaccessible')
@ObjectType({ description: 'One number of a released result, as the history over all trusts needs it.' })
export class ResultPoint {
  @Field(() => ID, { description: 'The result that it is part of.' })
  resultId!: string;

  @Field(() => Code)
  code!: Code;

  @Field(() => String)
  name!: string;

  @Field(() => Float)
  number!: number;

  @Field(() => String, { nullable: true })
  unit?: string;

  @Field(() => String, { nullable: true, description: '<, <=, >= or >, where the number is a bound.' })
  comparator?: string;

  @Field(() => Float, { nullable: true, description: 'The low end of the reference range.' })
  low?: number;

  @Field(() => Float, { nullable: true, description: 'The high end of the reference range.' })
  high?: number;

  @Field(() => Date)
  takenAt!: Date;

  @Field(() => Trust, { description: 'The trust that it came from.' })
  source!: Trust;
}
