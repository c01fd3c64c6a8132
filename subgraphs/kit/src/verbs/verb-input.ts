import { Field, ID, InputType } from 'type-graphql';

/** What the input of every verb holds. */
@InputType()
export abstract class VerbInput {
  @Field(() => ID, { description: 'The record that it is about.' })
  record!: string;

  @Field(() => String, {
    description:
      'Made by the client, 8 to 128 printable characters: the same key is the same request, and is done once.',
  })
  idempotencyKey!: string;
}
