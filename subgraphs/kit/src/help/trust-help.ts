import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, InterfaceType, Resolver, Root } from 'type-graphql';
import { connectionOf } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { typeOf } from '../graph/values.ts';
import type { ArticleKind, HelpTopic } from '../policy/help.ts';
import { findArticle, listArticles, offeredKinds } from './list-articles.ts';
import { presentContact, presentRoute } from './present-help.ts';
import { presentRequest, SupportRequest } from './support-request.ts';
import {
  AboutEntry,
  AboutTopicEnum,
  Article,
  ArticleKindEnum,
  ArticleKindStatus,
  HelpContact,
  HelpNotice,
  HelpRoute,
  HelpTopicEnum,
  HelpWords,
} from './values.ts';

/** Every field of a trust's help but its key is nullable: a trust that does not answer costs its own help only. */
@InterfaceType({
  autoRegisterImplementations: false,
  resolveType: typeOf,
  description: 'Where help is at one trust: for everybody, signed in or not.',
})
export abstract class TrustHelp {
  @Field(() => ID, { description: 'The trust’s key.' })
  key!: string;
}

const ArticleConnection = connectionOf('Article', Article);

@ArgsType()
export class ArticleArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Words to look for, up to 200 characters; "in quotes" together, -without.',
  })
  search?: string | null;

  @Field(() => ArticleKindEnum, {
    nullable: true,
    description: 'Every kind that the trust offers, if it is not given.',
  })
  kind?: ArticleKind | null;

  @Field(() => String, { nullable: true, description: 'One of the kind’s topics.' })
  topic?: string | null;

  @Field(() => Int, { defaultValue: 20, description: 'Articles a page, 1 to 100.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'The cursor after which the page begins.' })
  after?: string | null;
}

/** What a trust's help says. All of it but the articles, notices and requests is the policy's word. */
@Resolver(() => TrustHelp)
export class TrustHelpResolver {
  @FieldResolver(() => [HelpContact], { nullable: true, description: 'Desks that answer, and whether they do now.' })
  contacts(@Ctx() { policy, clock }: TrustContext): HelpContact[] {
    return policy.help.contacts.map((contact) => presentContact(contact, clock()));
  }

  @FieldResolver(() => HelpRoute, { nullable: true, description: 'Where a kind of question is answered fastest.' })
  route(@Arg('topic', () => HelpTopicEnum) topic: HelpTopic, @Ctx() { policy, clock }: TrustContext): HelpRoute {
    return presentRoute(policy.help, topic, clock());
  }

  @FieldResolver(() => HelpWords, { nullable: true, description: 'Not for emergencies: for every page.' })
  emergencies(@Ctx() { policy }: TrustContext): HelpWords {
    return policy.help.emergencies;
  }

  @FieldResolver(() => HelpWords, { nullable: true, description: 'How to find an NHS number.' })
  nhsNumber(@Ctx() { policy }: TrustContext): HelpWords {
    return policy.help.nhsNumber;
  }

  @FieldResolver(() => HelpWords, {
    nullable: true,
    description: 'Where to read what kind of appointment it is and what to do, and whom to ask.',
  })
  appointmentQuestions(@Ctx() { policy }: TrustContext): HelpWords {
    return policy.help.appointmentQuestions;
  }

  @FieldResolver(() => [AboutEntry], {
    nullable: true,
    description: 'What the trust explains of itself and of the record; empty where it explains nothing of this topic.',
  })
  about(
    @Arg('topic', () => AboutTopicEnum, { nullable: true }) wanted: string | null,
    @Ctx() { policy }: TrustContext,
  ): AboutEntry[] {
    return policy.help.about.filter(({ topic }) => !wanted || topic === wanted);
  }

  @FieldResolver(() => [HelpNotice], {
    nullable: true,
    description: 'Known faults, the latest first; empty while none is known.',
  })
  notices(@Ctx() { desk }: TrustContext): Promise<HelpNotice[]> {
    return desk.library.notices();
  }

  @FieldResolver(() => [ArticleKindStatus], {
    nullable: true,
    description: 'For each kind of article, whether the trust has it and why not.',
  })
  articleKinds(@Ctx() { policy }: TrustContext): Omit<ArticleKindStatus, 'topics'>[] {
    return Object.entries(policy.help.articles).map(([kind, status]) => ({ kind, ...status }));
  }

  @FieldResolver(() => ArticleConnection, {
    nullable: true,
    description:
      'What was searched for best first, else in the trust’s order. Null where the trust offers none of the kind; see articleKinds.',
  })
  articles(@Args(() => ArticleArgs) args: ArticleArgs, @Ctx() context: TrustContext) {
    return listArticles(args, context);
  }

  @FieldResolver(() => Article, { nullable: true })
  article(@Arg('id', () => ID) id: string, @Ctx() context: TrustContext): Promise<Article | null> {
    return findArticle(id, context);
  }

  @FieldResolver(() => SupportRequest, {
    nullable: true,
    description: 'What somebody asked without signing in, by its number and the key that was shown with it.',
  })
  async supportRequest(
    @Arg('number', () => ID) number: string,
    @Arg('followKey', () => String) followKey: string,
    @Ctx() { desk }: TrustContext,
  ): Promise<SupportRequest | null> {
    const found = await desk.requests.followed(number, followKey);
    return found && presentRequest(found);
  }
}

/** What is read for each kind of article only when it is asked for. */
@Resolver(() => ArticleKindStatus)
export class TopicsOfKind {
  @FieldResolver(() => [String], {
    nullable: true,
    description: 'Topics of its articles; null where the trust does not offer them.',
  })
  async topics(
    @Root() { kind }: { kind: ArticleKind },
    @Ctx() { policy, desk }: TrustContext,
  ): Promise<string[] | null> {
    return offeredKinds(policy, kind).length > 0 ? desk.library.topics(kind) : null;
  }
}
