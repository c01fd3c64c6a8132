import { Field, InterfaceType, registerEnumType } from 'type-graphql';
import { asItem, constantEnum, DocumentStatusEnum } from '../graph/item.ts';
import { RecordItem } from '../graph/values.ts';
import { letterKinds } from '../storage/content.ts';

const LetterKindEnum = constantEnum(letterKinds);
registerEnumType(LetterKindEnum, { name: 'LetterKind' });

@InterfaceType({ ...asItem, description: 'A letter of the hospital’s to the patient or about them.' })
export abstract class Letter extends RecordItem {
  @Field(() => DocumentStatusEnum)
  status!: string;

  @Field(() => LetterKindEnum)
  kind!: string;

  @Field(() => String)
  title!: string;

  @Field(() => Date)
  writtenAt!: Date;

  @Field(() => String, { nullable: true, description: 'The department that wrote it, as it calls itself.' })
  department?: string;

  @Field(() => String, { nullable: true })
  author?: string;

  @Field(() => String, { nullable: true, description: 'The letter, where it came as text.' })
  text?: string;

  @Field(() => [String], { description: 'What comes with it by post: leaflets, hearing aids.' })
  enclosures!: string[];
}
