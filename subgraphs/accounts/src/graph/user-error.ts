import 'reflect-metadata';
import type { ErrorCode } from '@crosstrust/contract';
import { Directive, Field, ObjectType } from 'type-graphql';

@ObjectType('UserError', { description: 'Something that the person can mend.' })
@Directive('@shareable')
export class UserErrorType {
  @Field(() => String)
  code!: ErrorCode;

  @Field(() => String)
  message!: string;

  @Field(() => String, { nullable: true, description: 'The input field that it is about.' })
  field!: string | null;
}
