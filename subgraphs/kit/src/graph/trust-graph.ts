import type { TrustEntry } from '@crosstrust/contract';
import { Arg, Ctx, Directive, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { ResolveReference, SubgraphParts } from '../subgraph/build-subgraph.ts';
import { CareRecord, CareRecordResolver, type RecordParent } from './care-record.ts';
import type { TrustContext } from './context.ts';
import { DischargeSummaryResolver, LetterResolver } from './documents.ts';
import { Appointment, DischargeSummary, Letter, TestResult } from './items.ts';
import { trustRules } from './trust-rules.ts';

/** The root field by which a trust's record is reached without the gateway's other subgraphs: the trust's prefix and `Record(id:)`. */
export const recordField = ({ typePrefix }: TrustEntry) =>
  `${typePrefix.charAt(0).toLowerCase()}${typePrefix.slice(1)}Record`;

/**
 * The graph of one trust: the types that it owns, made anew for each trust because type-graphql keeps one store for all.
 * The types are the interfaces' and add nothing.
 */
export function trustGraph(trust: TrustEntry): SubgraphParts<TrustContext> {
  const { typePrefix } = trust;

  @ObjectType(`${typePrefix}Appointment`, { implements: Appointment })
  class TrustAppointment extends Appointment {}

  @ObjectType(`${typePrefix}Letter`, { implements: Letter })
  class TrustLetter extends Letter {}

  @ObjectType(`${typePrefix}TestResult`, { implements: TestResult })
  class TrustTestResult extends TestResult {}

  @ObjectType(`${typePrefix}DischargeSummary`, { implements: DischargeSummary })
  class TrustDischargeSummary extends DischargeSummary {}

  @Directive('@key(fields: "id")')
  @ObjectType(`${typePrefix}Record`, { implements: CareRecord })
  class TrustRecord extends CareRecord {}

  const openRecord: ResolveReference<TrustContext> = async ({ id }: { id: string }, { judge }) => {
    const verdict = await judge(id);
    if (verdict !== true) throw verdict;
    return { typeName: `${typePrefix}Record`, id } satisfies RecordParent;
  };

  @Resolver()
  class RootResolver {
    @Query(() => TrustRecord, {
      name: recordField(trust),
      nullable: true,
      description: `A record at ${trust.name}, by its id.`,
    })
    record(@Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
      return openRecord({ id }, context);
    }
  }

  return {
    resolvers: [RootResolver, CareRecordResolver, LetterResolver, DischargeSummaryResolver],
    types: [TrustRecord, TrustAppointment, TrustLetter, TrustTestResult, TrustDischargeSummary],
    rules: trustRules(trust, recordField(trust)),
    references: { [`${typePrefix}Record`]: openRecord },
  };
}
