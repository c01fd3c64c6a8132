import 'reflect-metadata';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { constantEnum } from '../graph/item.ts';
import { SectionStateEnum } from '../graph/values.ts';
import { aboutTopics, articleKinds, helpDestinations, helpTopics, weekdays } from '../policy/help.ts';

export const HelpTopicEnum = constantEnum(helpTopics);
registerEnumType(HelpTopicEnum, { name: 'HelpTopic', description: 'What somebody may need help with.' });

const HelpDestinationEnum = constantEnum(helpDestinations);
registerEnumType(HelpDestinationEnum, {
  name: 'HelpDestination',
  description: 'Where a question is answered: our form, a desk, the team that made the booking, or the GP practice.',
});

export const AboutTopicEnum = constantEnum(aboutTopics);
registerEnumType(AboutTopicEnum, { name: 'AboutTopic', description: 'What a trust explains of itself.' });

export const ArticleKindEnum = constantEnum(articleKinds);
registerEnumType(ArticleKindEnum, {
  name: 'ArticleKind',
  description: 'Health resources, the help centre, or the FAQ and guides to download.',
});

const WeekdayEnum = constantEnum(weekdays);
registerEnumType(WeekdayEnum, { name: 'Weekday' });

@Directive('@shareable')
@ObjectType({ description: 'What a patient reads, with the requirement behind it.' })
export class HelpWords {
  @Field(() => String)
  words!: string;

  @Field(() => String, { nullable: true })
  url?: string | undefined;

  @Field(() => String, { description: 'Number of the requirement behind it, or assumed.' })
  rule!: string;
}

@Directive('@shareable')
@ObjectType({ description: 'When a desk answers, in Europe/London. It is closed on bank holidays of England.' })
export class HelpHours {
  @Field(() => [WeekdayEnum])
  days!: string[];

  @Field(() => String, { description: 'HH:MM' })
  opens!: string;

  @Field(() => String, { description: 'HH:MM; from then on it is closed.' })
  closes!: string;

  @Field(() => String, { nullable: true, description: 'What to do outside the hours.' })
  outside?: string;
}

@Directive('@shareable')
@ObjectType({ description: 'A desk that answers.' })
export class HelpContact {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'E.164' })
  phone?: string;

  @Field(() => String, { nullable: true })
  email?: string;

  @Field(() => HelpHours, { nullable: true, description: 'Null where they are not known.' })
  hours?: HelpHours;

  @Field(() => Boolean, { nullable: true, description: 'Whether it answers now; null where its hours are not known.' })
  open!: boolean | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it answers again; null while it is open, or where its hours are not known.',
  })
  opensNext!: Date | null;

  @Field(() => String)
  rule!: string;
}

@Directive('@shareable')
@ObjectType({ description: 'Where a kind of question is answered fastest.' })
export class HelpRoute {
  @Field(() => HelpDestinationEnum)
  to!: string;

  @Field(() => String)
  words!: string;

  @Field(() => HelpContact, { nullable: true })
  contact!: HelpContact | null;

  @Field(() => String)
  rule!: string;
}

@Directive('@shareable')
@ObjectType({ description: 'What a trust explains of itself and of the record.' })
export class AboutEntry {
  @Field(() => AboutTopicEnum)
  topic!: string;

  @Field(() => String)
  words!: string;

  @Field(() => String, { nullable: true })
  url?: string | undefined;

  @Field(() => String)
  rule!: string;
}

@Directive('@shareable')
@ObjectType({ description: 'A known fault, while it lasts.' })
export class HelpNotice {
  @Field(() => ID)
  id!: string;

  @Field(() => HelpTopicEnum)
  topic!: string;

  @Field(() => String)
  words!: string;

  @Field(() => [String], { description: 'What to do, step by step.' })
  advice!: string[];

  @Field(() => Date)
  from!: Date;

  @Field(() => Date)
  until!: Date;
}

@Directive('@shareable')
@ObjectType({ description: 'What a trust says of a kind of article, so that none is silently missing.' })
export class ArticleKindStatus {
  @Field(() => ArticleKindEnum)
  kind!: string;

  @Field(() => SectionStateEnum)
  state!: string;

  @Field(() => String)
  words!: string;

  @Field(() => String)
  rule!: string;
}

@Directive('@shareable')
@ObjectType({ description: 'A file that anybody may read.' })
export class PublicDocument {
  @Field(() => String, { description: 'Path at the gateway.' })
  url!: string;

  @Field(() => String)
  contentType!: string;
}

@Directive('@shareable')
@ObjectType({ description: 'Something to read: a health resource, a page of the help centre, or a guide.' })
export class Article {
  @Field(() => ID)
  id!: string;

  @Field(() => ArticleKindEnum)
  kind!: string;

  @Field(() => String)
  topic!: string;

  @Field(() => String)
  title!: string;

  @Field(() => [String], { description: 'Paragraphs of plain text.' })
  body!: string[];

  @Field(() => String, { description: 'BCP 47: en, cy, ...' })
  language!: string;

  @Field(() => Date)
  publishedAt!: Date;

  @Field(() => PublicDocument, { nullable: true, description: 'The article to download, where it is a guide.' })
  document!: PublicDocument | null;
}
