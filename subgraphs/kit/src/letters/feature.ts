import { Arg, Args, Ctx, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { connectionOf, connectionRules, ListArgs, pageOf, SectionListArgs } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature, mayRead, namesOf } from '../graph/feature.ts';
import { among, findItem, type ItemList, listItems } from '../graph/lists.ts';
import { CareRecord, type RecordParent } from '../graph/record.ts';
import { itemFields } from '../graph/value-rules.ts';
import { DocumentLink } from '../graph/values.ts';
import type { DischargeSummaryContent, LetterContent } from '../storage/content.ts';
import { DischargeSummary } from './discharge-summary.ts';
import { Letter } from './letter.ts';
import { linkTo, type WithDocument } from './link-to.ts';

export const letterList: ItemList = {
  type: 'Letter',
  sections: ['APPOINTMENT_LETTERS', 'CLINIC_LETTERS'],
  present: (content: LetterContent) => content,
};

export const dischargeSummaryList: ItemList = {
  type: 'DischargeSummary',
  sections: ['DISCHARGE_SUMMARIES'],
  present: (content: DischargeSummaryContent) => content,
};

const LetterConnection = connectionOf('Letter', Letter);
const DischargeSummaryConnection = connectionOf('DischargeSummary', DischargeSummary);

@Resolver(() => CareRecord)
class LettersOfRecord {
  @FieldResolver(() => LetterConnection, {
    nullable: true,
    description: 'Null where the trust offers none of these sections; see sections.',
  })
  letters(
    @Root() record: RecordParent,
    @Args(() => SectionListArgs) args: SectionListArgs,
    @Ctx() context: TrustContext,
  ) {
    return listItems(letterList, record, context, { ...pageOf(args), sections: among(letterList, args.sections) });
  }

  @FieldResolver(() => Letter, { nullable: true })
  letter(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem(letterList, record, id, context);
  }

  @FieldResolver(() => DischargeSummaryConnection, {
    nullable: true,
    description: 'Null where the trust offers none; see sections.',
  })
  dischargeSummaries(@Root() record: RecordParent, @Args(() => ListArgs) args: ListArgs, @Ctx() context: TrustContext) {
    return listItems(dischargeSummaryList, record, context, {
      ...pageOf(args),
      sections: dischargeSummaryList.sections,
    });
  }

  @FieldResolver(() => DischargeSummary, { nullable: true })
  dischargeSummary(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem(dischargeSummaryList, record, id, context);
  }
}

@Resolver(() => Letter)
class DocumentOfLetter {
  @FieldResolver(() => DocumentLink, { nullable: true })
  document(@Root() letter: WithDocument, @Ctx() context: TrustContext) {
    return linkTo(letter, context);
  }
}

@Resolver(() => DischargeSummary)
class DocumentOfDischargeSummary {
  @FieldResolver(() => DocumentLink, { nullable: true })
  document(@Root() summary: WithDocument, @Ctx() context: TrustContext) {
    return linkTo(summary, context);
  }
}

/** Letters and discharge summaries of a record (K7 W5 D1). */
export const lettersFeature: MakeFeature = (policy) => {
  const names = namesOf(policy);

  @ObjectType(names.own('Letter'), { implements: Letter })
  class TrustLetter extends Letter {}

  @ObjectType(names.own('DischargeSummary'), { implements: DischargeSummary })
  class TrustDischargeSummary extends DischargeSummary {}

  return {
    resolvers: [LettersOfRecord, DocumentOfLetter, DocumentOfDischargeSummary],
    types: [TrustLetter, TrustDischargeSummary],
    rules: {
      [names.record]: { letters: mayRead, letter: mayRead, dischargeSummaries: mayRead, dischargeSummary: mayRead },
      [names.own('Letter')]: inherit(...itemFields, 'kind', 'title', 'writtenAt', 'author', 'text', 'document'),
      [names.own('DischargeSummary')]: inherit(
        ...itemFields,
        'title',
        'admittedAt',
        'dischargedAt',
        'specialty',
        'clinician',
        'text',
        'document',
      ),
      ...connectionRules('Letter'),
      ...connectionRules('DischargeSummary'),
      DocumentLink: inherit('url', 'contentType', 'size', 'expiresAt'),
    },
  };
};
