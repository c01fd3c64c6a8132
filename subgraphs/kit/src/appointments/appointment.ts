import { Field, InterfaceType, registerEnumType } from 'type-graphql';
import { asItem, constantEnum } from '../graph/item.ts';
import { Clinician, Contact, Location, RecordItem } from '../graph/values.ts';
import { appointmentKinds, appointmentModes, appointmentStatuses } from '../storage/content.ts';

export const AppointmentKindEnum = constantEnum(appointmentKinds);
registerEnumType(AppointmentKindEnum, { name: 'AppointmentKind' });

export const AppointmentModeEnum = constantEnum(appointmentModes);
registerEnumType(AppointmentModeEnum, { name: 'AppointmentMode' });

export const AppointmentStatusEnum = constantEnum(appointmentStatuses);
registerEnumType(AppointmentStatusEnum, { name: 'AppointmentStatus' });

@InterfaceType({ ...asItem, description: 'An appointment, or a stay or procedure that is booked like one.' })
export abstract class Appointment extends RecordItem {
  @Field(() => AppointmentStatusEnum)
  status!: string;

  @Field(() => AppointmentKindEnum)
  kind!: string;

  @Field(() => AppointmentModeEnum)
  mode!: string;

  @Field(() => Date)
  startsAt!: Date;

  @Field(() => Date, { nullable: true })
  endsAt?: Date;

  @Field(() => String, { nullable: true })
  specialty?: string;

  @Field(() => String, { nullable: true })
  reason?: string;

  @Field(() => Clinician, { nullable: true })
  clinician?: Clinician;

  @Field(() => Location, { nullable: true })
  location?: Location;

  @Field(() => String, { nullable: true, description: 'What to do before coming.' })
  preparation?: string;

  @Field(() => Contact, { nullable: true })
  contact?: Contact;

  @Field(() => Boolean, { description: 'Whether patient transport is booked.' })
  transportBooked!: boolean;

  @Field(() => Boolean, { description: 'Whether an interpreter is booked.' })
  interpreterBooked!: boolean;
}
