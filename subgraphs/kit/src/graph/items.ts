import { Field, InterfaceType, registerEnumType } from 'type-graphql';
import { appointmentKinds, appointmentModes, appointmentStatuses, documentStatuses } from '../storage/content.ts';
import { Clinician, Code, Contact, DocumentLink, Location, Observation, RecordItem, typeOf } from './values.ts';

/** `day-case` is stored, `DAY_CASE` is in the graph. */
const constantCase = (name: string) => name.replaceAll('-', '_').toUpperCase();
const enumOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [constantCase(name), name]));

export const AppointmentKindEnum = enumOf(appointmentKinds);
registerEnumType(AppointmentKindEnum, { name: 'AppointmentKind' });

export const AppointmentModeEnum = enumOf(appointmentModes);
registerEnumType(AppointmentModeEnum, { name: 'AppointmentMode' });

export const AppointmentStatusEnum = enumOf(appointmentStatuses);
registerEnumType(AppointmentStatusEnum, { name: 'AppointmentStatus' });

export const LetterKindEnum = enumOf(['appointment', 'clinic', 'other']);
registerEnumType(LetterKindEnum, { name: 'LetterKind' });

export const DocumentStatusEnum = enumOf(
  documentStatuses.filter((status) => status === 'final' || status === 'amended'),
);
registerEnumType(DocumentStatusEnum, {
  name: 'DocumentStatus',
  description: 'FINAL, or AMENDED since it was first shown.',
});

const asInterface = { autoRegisterImplementations: false, resolveType: typeOf, implements: RecordItem };

@InterfaceType({ ...asInterface, description: 'An appointment, or a stay or procedure that is booked like one.' })
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

@InterfaceType({ ...asInterface, description: 'A letter of the hospital’s to the patient or about them.' })
export abstract class Letter extends RecordItem {
  @Field(() => DocumentStatusEnum)
  status!: string;

  @Field(() => LetterKindEnum)
  kind!: string;

  @Field(() => String)
  title!: string;

  @Field(() => Date)
  writtenAt!: Date;

  @Field(() => String, { nullable: true })
  author?: string;

  @Field(() => String, { nullable: true, description: 'The letter, where it came as text.' })
  text?: string;

  @Field(() => DocumentLink, { nullable: true, description: 'The letter, where it came as a file.' })
  document?: DocumentLink;
}

@InterfaceType({ ...asInterface, description: 'The results of one test, which the trust has released.' })
export abstract class TestResult extends RecordItem {
  @Field(() => DocumentStatusEnum)
  status!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Code, { nullable: true })
  code?: Code;

  @Field(() => Date, { description: 'When the sample was taken or the measurement made.' })
  takenAt!: Date;

  @Field(() => Date, { nullable: true })
  issuedAt?: Date;

  @Field(() => [Observation])
  observations!: Observation[];

  @Field(() => String, { nullable: true })
  conclusion?: string;

  @Field(() => String, { nullable: true })
  performer?: string;
}

@InterfaceType({ ...asInterface, description: 'What the hospital wrote when the patient went home.' })
export abstract class DischargeSummary extends RecordItem {
  @Field(() => DocumentStatusEnum)
  status!: string;

  @Field(() => String)
  title!: string;

  @Field(() => Date, { nullable: true })
  admittedAt?: Date;

  @Field(() => Date, { nullable: true })
  dischargedAt?: Date;

  @Field(() => String, { nullable: true })
  specialty?: string;

  @Field(() => Clinician, { nullable: true })
  clinician?: Clinician;

  @Field(() => String, { nullable: true, description: 'The summary, where it came as text.' })
  text?: string;

  @Field(() => DocumentLink, { nullable: true, description: 'The summary, where it came as a file.' })
  document?: DocumentLink;
}
