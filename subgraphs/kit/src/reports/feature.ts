import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf, connectionRules, PageArgs } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature, mayChange, mayReadOwn, namesOf } from '../graph/feature.ts';
import { CareRecord, type RecordParent } from '../graph/record.ts';
import { listReports } from './list-reports.ts';
import {
  Report,
  ReportItemNotMineInput,
  ReportItemNotMinePayload,
  ReportMistakeInput,
  ReportMistakePayload,
} from './report.ts';
import { reportItemNotMine } from './report-item-not-mine.ts';
import { reportMistake } from './report-mistake.ts';

const ReportConnection = connectionOf('Report', Report);

@Resolver(() => CareRecord)
class ReportsOfRecord {
  @FieldResolver(() => ReportConnection, {
    nullable: true,
    description: 'What the patient asked of the staff and reported to them, newest first. Only the patient reads it.',
  })
  reports(@Root() { id }: RecordParent, @Args(() => PageArgs) page: PageArgs, @Ctx() context: TrustContext) {
    return listReports(context.readers(), id, page);
  }
}

/** Reports of a patient's: a mistake (K15 D15), an item that is somebody else's; and what came of them. */
export const reportsFeature: MakeFeature = (policy, own) => {
  const names = namesOf(policy);

  @Resolver(() => own.Mutations)
  class ReportVerbs {
    @FieldResolver(() => ReportMistakePayload, {
      nullable: true,
      description: 'Reports a mistake in an item or in the record, and says who corrects it.',
    })
    reportMistake(@Arg('input', () => ReportMistakeInput) input: ReportMistakeInput, @Ctx() context: TrustContext) {
      return reportMistake(input, context);
    }

    @FieldResolver(() => ReportItemNotMinePayload, {
      nullable: true,
      description: 'Reports an item as somebody else’s: it is withheld at once, and the staff see to it.',
    })
    reportItemNotMine(
      @Arg('input', () => ReportItemNotMineInput) input: ReportItemNotMineInput,
      @Ctx() context: TrustContext,
    ) {
      return reportItemNotMine(input, context);
    }
  }

  return {
    resolvers: [ReportsOfRecord, ReportVerbs],
    types: [],
    rules: {
      [names.record]: { reports: mayReadOwn },
      [names.mutations]: { reportMistake: mayChange('one-factor'), reportItemNotMine: mayChange('one-factor') },
      ...connectionRules('Report'),
      Report: inherit('number', 'kind', 'about', 'item', 'words', 'createdAt', 'state', 'answeredAt', 'reply'),
      MistakeRoute: inherit('to', 'words', 'rule', 'source', 'contact'),
      ReportMistakePayload: inherit('report', 'route', 'userErrors'),
      ReportItemNotMinePayload: inherit('report', 'userErrors'),
    },
  };
};
