import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { OwnTypes } from '../graph/feature.ts';
import { UserErrorType } from '../verbs/user-error.ts';
import { VerbInput } from '../verbs/verb-input.ts';
import { Appointment } from './appointment.ts';
import { Preview, Slot } from './preview.ts';

/** What every verb on an appointment is given. */
@InputType()
export abstract class AppointmentVerbInput extends VerbInput {
  @Field(() => ID)
  appointment!: string;

  @Field(() => String, { description: 'The token of the preview that the patient was shown.' })
  preview!: string;
}

@Directive('@shareable')
@ObjectType({ description: 'What became of a change. With userErrors nothing was changed.' })
export class AppointmentPayload {
  @Field(() => Appointment, { nullable: true, description: 'The appointment as it stands now.' })
  appointment!: object | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];

  @Field(() => Preview, {
    nullable: true,
    description: 'With NOT_POSSIBLE, PREVIEW_OUTDATED and SLOT_TAKEN: what the change would bring about now.',
  })
  preview!: Preview | null;

  @Field(() => [Slot], { nullable: true, description: 'With SLOT_TAKEN: the next free times of the same clinic.' })
  nextFree!: readonly Slot[] | null;
}

/** Makes the resolver of one verb for a trust that offers it. */
// biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
export type MakeAppointmentVerb = (own: OwnTypes) => Function;
