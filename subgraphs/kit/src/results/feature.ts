import { Arg, Args, Ctx, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { itemConnectionOf, itemConnectionRules, ListArgs, pageOf } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature, mayRead, namesOf } from '../graph/feature.ts';
import { findItem, type ItemList, listItems } from '../graph/lists.ts';
import { CareRecord, type RecordParent } from '../graph/record.ts';
import { itemFields } from '../graph/value-rules.ts';
import type { ObservationContent, ObservationValue, ResultContent } from '../storage/content.ts';
import { flagOf, isAbnormal } from './flag.ts';
import { TestResult } from './test-result.ts';

export const resultList: ItemList = {
  type: 'TestResult',
  sections: ['TEST_RESULTS'],
  present: (result: ResultContent) => ({
    ...result,
    observations: result.observations.map(presentObservation),
    abnormal: result.observations.some(isAbnormal),
  }),
};

function presentObservation(content: ObservationContent): object {
  const { value, components = [], ...observation } = content;
  return {
    ...observation,
    ...presentValue(value),
    flag: flagOf(content),
    components: components.map(presentObservation),
  };
}

function presentValue(value: ObservationValue | undefined): object {
  if (!value) return {};
  if (value.kind === 'text') return { text: value.text };
  const { number, unit, comparator } = value;
  return { number, unit, comparator, text: [comparator, number, unit].filter((part) => part !== undefined).join(' ') };
}

const TestResultConnection = itemConnectionOf('TestResult', TestResult);

@Resolver(() => CareRecord)
class ResultsOfRecord {
  @FieldResolver(() => TestResultConnection, {
    nullable: true,
    description: 'Null where the trust offers no results; see sections.',
  })
  testResults(@Root() record: RecordParent, @Args(() => ListArgs) args: ListArgs, @Ctx() context: TrustContext) {
    return listItems(resultList, record, context, { ...pageOf(args), sections: resultList.sections });
  }

  @FieldResolver(() => TestResult, { nullable: true })
  testResult(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem(resultList, record, id, context);
  }
}

/** Released results of tests (M12 W5 W13). */
export const resultsFeature: MakeFeature = (policy) => {
  const names = namesOf(policy);

  @ObjectType(names.own('TestResult'), { implements: TestResult })
  class TrustTestResult extends TestResult {}

  return {
    resolvers: [ResultsOfRecord],
    types: [TrustTestResult],
    rules: {
      [names.record]: { testResults: mayRead, testResult: mayRead },
      [names.own('TestResult')]: inherit(
        ...itemFields,
        'name',
        'code',
        'takenAt',
        'issuedAt',
        'observations',
        'abnormal',
        'conclusion',
        'performer',
      ),
      ...itemConnectionRules('TestResult'),
      Code: inherit('system', 'code'),
      ReferenceRange: inherit('low', 'high', 'unit', 'text'),
      Observation: inherit(
        'name',
        'code',
        'number',
        'unit',
        'comparator',
        'text',
        'referenceRange',
        'interpretation',
        'flag',
        'note',
        'components',
      ),
    },
  };
};
