import { Arg, Ctx, Directive, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { appointmentsFeature } from '../appointments/feature.ts';
import { appointmentVerbsFeature } from '../appointments/verbs.ts';
import { entriesFeature } from '../entries/feature.ts';
import { helpFeature } from '../help/feature.ts';
import { lettersFeature } from '../letters/feature.ts';
import { detailsFeature } from '../details/feature.ts';
import { calendarFeature } from '../calendar/feature.ts';
import { ledgerFeature } from '../ledger/feature.ts';
import type { Policy } from '../policy/policy.ts';
import { provenanceFeature } from '../provenance/feature.ts';
import { reportsFeature } from '../reports/feature.ts';
import { resultsFeature } from '../results/feature.ts';
import type { ResolveReference, SubgraphParts } from '../subgraph/build-subgraph.ts';
import { type Check, mergeRules } from '../subgraph/rules.ts';
import { timelineFeature } from '../timeline/feature.ts';
import type { TrustContext } from './context.ts';
import { type MakeFeature, mayRead, namesOf, signedInUnlessAll } from './feature.ts';
import { CareRecord, CareRecordResolver, type RecordParent } from './record.ts';
import { valueRules } from './value-rules.ts';

/** Everything that a trust can offer. What of it a trust does offer is its policy's word. */
const features: readonly MakeFeature[] = [
  appointmentsFeature,
  appointmentVerbsFeature,
  lettersFeature,
  resultsFeature,
  entriesFeature,
  timelineFeature,
  calendarFeature,
  detailsFeature,
  reportsFeature,
  helpFeature,
  provenanceFeature,
  ledgerFeature,
];

/** The viewer may open the record named in the arguments. */
const mayOpen: Check<TrustContext> = (_parent, { id }: { id: string }, { signedIn: answer, judge }) =>
  answer === true ? judge(id) : answer;

/**
 * The graph of one trust: the types that it owns, made anew for each trust because type-graphql keeps one store for all.
 * Capability is schema: what the policy does not offer is not in it.
 */
export function trustGraph(policy: Policy): SubgraphParts<TrustContext> {
  const names = namesOf(policy);

  @ObjectType(names.mutations, { description: `What patients can do at ${policy.trust.name}.` })
  class Mutations {}

  const made = features.map((feature) => feature(policy, { Mutations }));
  const hasVerbs = made.some(({ rules }) => names.mutations in rules);

  @Directive('@key(fields: "id")')
  @ObjectType(names.record, { implements: CareRecord })
  class TrustRecord extends CareRecord {}

  const openRecord: ResolveReference<TrustContext> = async ({ id }: { id: string }, { judge }) => {
    const verdict = await judge(id);
    if (verdict !== true) throw verdict;
    return { typeName: names.record, id } satisfies RecordParent;
  };

  @Resolver()
  class RootResolver {
    @Query(() => TrustRecord, {
      name: names.recordField,
      nullable: true,
      description: `A record at ${policy.trust.name}, by its id.`,
    })
    record(@Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
      return openRecord({ id }, context);
    }
  }

  @Resolver()
  class MutationResolver {
    @Mutation(() => Mutations, { name: names.mutationField, nullable: true })
    verbs(): object {
      return {};
    }
  }

  return {
    resolvers: [
      RootResolver,
      ...(hasVerbs ? [MutationResolver] : []),
      CareRecordResolver,
      ...made.flatMap(({ resolvers }) => resolvers),
    ],
    types: [TrustRecord, ...made.flatMap(({ types }) => types)],
    rules: mergeRules([
      {
        Query: { _service: 'public', _entities: signedInUnlessAll(names.help), [names.recordField]: mayOpen },
        // each verb below it has a rule of its own
        ...(hasVerbs
          ? {
              Mutation: { [names.mutationField]: 'public' },
              UserError: { code: 'public', message: 'public', field: 'public' },
            }
          : {}),
        _Service: { sdl: 'public' },
        [names.record]: { id: mayRead, sections: mayRead },
      },
      valueRules,
      ...made.map(({ rules }) => rules),
    ]),
    references: Object.assign({ [names.record]: openRecord }, ...made.map(({ references }) => references)),
  };
}
