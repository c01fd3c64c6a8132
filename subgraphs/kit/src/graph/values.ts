import 'reflect-metadata';
import { sectionStates, sections } from '@crosstrust/contract';
import { Directive, Field, Float, ID, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { type ObservationFlag, observationFlags } from '../results/flag.ts';

/** The names as an enum of GraphQL: each is its own value. */
export const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [N in Name]: N };

export const SectionEnum = enumOf(sections);
registerEnumType(SectionEnum, { name: 'Section', description: 'A kind of content that a record can hold.' });

export const SectionStateEnum = enumOf(sectionStates);
registerEnumType(SectionStateEnum, { name: 'SectionState', description: 'What a trust says of a kind of content.' });

/** One NHS trust, or several that keep one record together. */
@Directive('@shareable')
@ObjectType({ description: 'An NHS trust, or several that keep one record together; then it has several ODS codes.' })
export class Trust {
  @Field(() => ID)
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [String])
  odsCodes!: string[];
}

@Directive('@shareable')
@ObjectType({ description: 'What a trust says of one kind of content, so that a list is never silently empty.' })
export class SectionStatus {
  @Field(() => SectionEnum)
  section!: string;

  @Field(() => SectionStateEnum)
  state!: string;

  @Field(() => String, { description: 'What the patient reads about it.' })
  words!: string;

  @Field(() => [Trust], { description: 'The trusts whose items of this kind show here.' })
  sources!: Trust[];
}

@Directive('@shareable')
@ObjectType()
export class Clinician {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  role?: string;
}

@Directive('@shareable')
@ObjectType()
export class Location {
  @Field(() => String)
  name!: string;

  @Field(() => [String], { nullable: true })
  address?: string[];

  @Field(() => String, { nullable: true })
  postcode?: string;

  @Field(() => String, { nullable: true })
  directions?: string;
}

@Directive('@shareable')
@ObjectType({ description: 'The team that made the booking.' })
export class Contact {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => String, { nullable: true })
  phone?: string;

  @Field(() => String, { nullable: true })
  email?: string;
}

@Directive('@shareable')
@ObjectType({ description: 'A code of a clinical terminology, such as LOINC or SNOMED CT.' })
export class Code {
  @Field(() => String)
  system!: string;

  @Field(() => String)
  code!: string;
}

@Directive('@shareable')
@ObjectType({ description: 'The range in which most healthy people’s values lie.' })
export class ReferenceRange {
  @Field(() => Float, { nullable: true })
  low?: number;

  @Field(() => Float, { nullable: true })
  high?: number;

  @Field(() => String, { nullable: true })
  unit?: string;

  @Field(() => String, { nullable: true })
  text?: string;
}

const ObservationFlagEnum = enumOf(observationFlags);
registerEnumType(ObservationFlagEnum, { name: 'ObservationFlag' });

@Directive('@shareable')
@ObjectType({ description: 'One measurement of a test. It may hold components and no value, as blood pressure does.' })
export class Observation {
  @Field(() => String)
  name!: string;

  @Field(() => Code, { nullable: true })
  code?: Code;

  @Field(() => Float, { nullable: true, description: 'The value, where it is a number; see unit.' })
  number?: number;

  @Field(() => String, {
    nullable: true,
    description: 'Unit of the number, as the laboratory writes it (UCUM where known).',
  })
  unit?: string;

  @Field(() => String, { nullable: true, description: '<, <=, >= or >, where the number is a bound.' })
  comparator?: string;

  @Field(() => String, { nullable: true, description: 'The value in words, numbers with their unit included.' })
  text?: string;

  @Field(() => ReferenceRange, { nullable: true })
  referenceRange?: ReferenceRange;

  @Field(() => String, { nullable: true, description: 'The laboratory’s reading, such as High or Normal.' })
  interpretation?: string;

  @Field(() => ObservationFlagEnum, {
    nullable: true,
    description:
      'How the value lies to what is usual: as the laboratory says, else by the reference range. Null: not known.',
  })
  flag?: ObservationFlag | null;

  @Field(() => String, { nullable: true })
  note?: string;

  @Field(() => [Observation])
  components!: Observation[];
}

@Directive('@shareable')
@ObjectType({
  description: 'A file, behind a link of a few minutes that works only under the session that asked for it.',
})
export class DocumentLink {
  @Field(() => String, { description: 'Path at the gateway.' })
  url!: string;

  @Field(() => String)
  contentType!: string;

  @Field(() => Int, { nullable: true, description: 'Bytes; null where the document is made when it is asked for.' })
  size!: number | null;

  @Field(() => Date)
  expiresAt!: Date;
}

@Directive('@shareable')
@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor?: string;

  @Field(() => String, { nullable: true })
  endCursor?: string;
}

/** What every item of a record tells of itself. */
@InterfaceType({
  autoRegisterImplementations: false,
  resolveType: typeOf,
  description: 'Anything that a record lists.',
})
export abstract class RecordItem {
  @Field(() => ID)
  id!: string;

  @Field(() => Trust, { description: 'The trust that it came from.' })
  source!: Trust;

  @Field(() => Date, { description: 'When it reached the trust’s system.' })
  receivedAt!: Date;

  @Field(() => Date, { description: 'When it last changed there.' })
  updatedAt!: Date;
}

/** The concrete type of a value, which whoever made it wrote on it. */
export function typeOf(value: { typeName: string }): string {
  return value.typeName;
}
