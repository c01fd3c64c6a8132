import { Directive, Field, ObjectType } from 'type-graphql';
import { LocalDateScalar } from '../subgraph/scalars.ts';
import type { Policy } from '../policy/policy.ts';
import type { PatientContent } from '../storage/content.ts';

@Directive('@shareable')
@ObjectType({ description: 'Where the patient’s details are changed, and how.' })
export class WhereToChange {
  @Field(() => String)
  words!: string;

  @Field(() => String, { nullable: true })
  url?: string;

  @Field(() => String, { description: 'The number of the promise behind it, or `assumed`.' })
  rule!: string;
}

@Directive('@shareable')
@ObjectType({ description: 'The patient as one trust knows them. Another trust may hold something else.' })
export class PatientDetails {
  @Field(() => String)
  name!: string;

  @Field(() => LocalDateScalar)
  birthDate!: string;

  @Field(() => String, { description: 'As it is written: 3, 3 and 4 digits.' })
  nhsNumber!: string;

  @Field(() => String, { nullable: true, description: 'E.164' })
  mobile?: string;

  @Field(() => String, { nullable: true })
  email?: string;

  @Field(() => [String], { nullable: true })
  address?: readonly string[];

  @Field(() => String, { nullable: true })
  postcode?: string;

  @Field(() => WhereToChange)
  changeAt!: WhereToChange;
}

/** A patient's details as the graph has them (U7 D15). */
export function presentDetails(
  { details: { changeAt } }: Pick<Policy, 'details'>,
  { name, birthDate, nhsNumber, mobile, email, address }: PatientContent,
): PatientDetails {
  return {
    name,
    birthDate,
    nhsNumber: writeNhsNumber(nhsNumber),
    ...(mobile ? { mobile } : {}),
    ...(email ? { email } : {}),
    ...(address ? { address: address.lines } : {}),
    ...(address?.postcode ? { postcode: address.postcode } : {}),
    changeAt: {
      words: changeAt.words,
      rule: changeAt.rule,
      ...(changeAt.url ? { url: changeAt.url } : {}),
    },
  };
}

/** `999 000 0018` */
export const writeNhsNumber = (digits: string): string => digits.replace(/^(...)(...)(....)$/, '$1 $2 $3');
