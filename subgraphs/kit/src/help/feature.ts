import { RegistryError } from '@crosstrust/contract';
import { Arg, Ctx, Directive, FieldResolver, ObjectType, Resolver } from 'type-graphql';
import { connectionRules } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature, mayChange, mayReadOwn, namesOf } from '../graph/feature.ts';
import type { Check, FieldRule, RuleTable } from '../subgraph/rules.ts';
import { AskForHelpInput, AskForHelpPayload, askForHelp } from './ask-for-help.ts';
import { RequestsOfRecord } from './list-requests.ts';
import { RequestSupportInput, RequestSupportPayload, requestSupport } from './request-support.ts';
import { TopicsOfKind, TrustHelp, TrustHelpResolver } from './trust-help.ts';

const open = (...fields: string[]): Record<string, FieldRule<TrustContext>> =>
  Object.fromEntries(fields.map((field) => [field, 'public']));

/** The number and the key belong to one request that somebody made without signing in. */
const holdsFollowKey: Check<TrustContext> = async (
  _parent,
  { number, followKey }: { number: string; followKey: string },
  { policy, desk },
) =>
  (await desk.requests.followed(number, followKey))
    ? true
    : new RegistryError('REQUEST_NOT_FOUND', { trust: policy.trust.key });

/** What anybody may read. */
const publicRules: RuleTable<TrustContext> = {
  HelpWords: open('words', 'url', 'rule'),
  HelpHours: open('days', 'opens', 'closes', 'outside'),
  HelpContact: open('name', 'phone', 'email', 'hours', 'open', 'opensNext', 'rule'),
  HelpRoute: open('to', 'words', 'contact', 'rule'),
  AboutEntry: open('topic', 'words', 'url', 'rule'),
  HelpNotice: open('id', 'topic', 'words', 'advice', 'from', 'until'),
  ArticleKindStatus: open('kind', 'state', 'words', 'rule', 'topics'),
  Article: open('id', 'kind', 'topic', 'title', 'body', 'language', 'publishedAt', 'document'),
  ArticleConnection: open('nodes', 'edges', 'pageInfo', 'totalCount'),
  ArticleEdge: open('cursor', 'node'),
  PublicDocument: open('url', 'contentType'),
  AskForHelpPayload: open('number', 'followKey', 'route', 'userErrors'),
};

/** Help that goes to the right place, for everybody (K3 K4 K5 K18 M1 M10 M11 W14 D3 D19 U11), and what patients ask. */
export const helpFeature: MakeFeature = (policy, { Mutations }) => {
  const names = namesOf(policy);

  @Directive('@key(fields: "key")')
  @ObjectType(names.help, { implements: TrustHelp })
  class OwnHelp extends TrustHelp {}

  @Resolver(() => Mutations)
  class SupportVerbs {
    @FieldResolver(() => RequestSupportPayload, {
      nullable: true,
      description: 'Asks the trust’s staff about a record of one’s own.',
    })
    requestSupport(
      @Arg('input', () => RequestSupportInput) input: RequestSupportInput,
      @Ctx() context: TrustContext,
    ): Promise<RequestSupportPayload> {
      return requestSupport(input, context);
    }

    @FieldResolver(() => AskForHelpPayload, {
      nullable: true,
      description: 'Asks the trust’s staff without signing in.',
    })
    askForHelp(
      @Arg('input', () => AskForHelpInput) input: AskForHelpInput,
      @Ctx() context: TrustContext,
    ): Promise<AskForHelpPayload> {
      return askForHelp(input, context);
    }
  }

  return {
    resolvers: [TrustHelpResolver, TopicsOfKind, RequestsOfRecord, SupportVerbs],
    types: [OwnHelp],
    rules: {
      ...publicRules,
      [names.help]: {
        ...open('key', 'contacts', 'route', 'emergencies', 'nhsNumber', 'appointmentQuestions', 'about', 'notices'),
        ...open('articleKinds', 'articles', 'article'),
        supportRequest: holdsFollowKey,
      },
      [names.record]: { supportRequests: mayReadOwn },
      [names.mutations]: { requestSupport: mayChange('one-factor'), askForHelp: 'public' },
      RequestSupportPayload: inherit('request', 'route', 'userErrors'),
      SupportRequest: inherit('number', 'topic', 'words', 'state', 'createdAt', 'answeredAt', 'reply'),
      ...connectionRules('SupportRequest'),
    },
    // anybody may have it by the trust's own key; another's is not answered here
    references: {
      [names.help]: ({ key }: { key: string }) => (key === policy.trust.key ? { typeName: names.help, key } : null),
    },
  };
};
