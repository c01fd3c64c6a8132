import { RegistryError, type SessionLevel } from '@crosstrust/contract';
import type { MayChange } from '../access/may-change.ts';
import type { Policy } from '../policy/policy.ts';
import type { ResolveReference } from '../subgraph/build-subgraph.ts';
import type { Check, FieldRule, RuleTable } from '../subgraph/rules.ts';
import type { TrustContext } from './context.ts';

/** One capability of a trust: its types, what answers them, and who may read each field. */
export interface Feature {
  /** Resolver classes of type-graphql. */
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
  readonly resolvers: readonly Function[];
  /** Classes of the object types that implement an interface. */
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
  readonly types: readonly Function[];
  /** A rule for each field that the feature brings. A type's fields may come from several features. */
  readonly rules: RuleTable<TrustContext>;
  /** How types of its own with a key are loaded by it. */
  readonly references?: Readonly<Record<string, ResolveReference<TrustContext>>>;
}

/** Makes a capability for one trust: type-graphql keeps one store for all, so a trust's own types are made anew for each. */
export type MakeFeature = (policy: Policy, own: OwnTypes) => Feature;

/** Types of the trust to which several features add fields. */
export interface OwnTypes {
  /** The verbs: a feature adds one by a field resolver, where the policy offers it. */
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
  readonly Mutations: Function;
}

/** The names of a trust's own types and root fields. */
export const namesOf = ({ trust: { typePrefix } }: Pick<Policy, 'trust'>) => {
  const field = `${typePrefix.charAt(0).toLowerCase()}${typePrefix.slice(1)}`;
  return {
    /** `ExampleRecord`, of a trust whose types begin with Example */
    record: `${typePrefix}Record`,
    /** `ExampleMutations`: the verbs that this trust offers. */
    mutations: `${typePrefix}Mutations`,
    /** `ExampleHelp` */
    help: `${typePrefix}Help`,
    /** `Query.exampleRecord` */
    recordField: `${field}Record`,
    /** `Mutation.example` */
    mutationField: field,
    /** `ExampleAppointment` of `Appointment` */
    own: (type: string) => `${typePrefix}${type}`,
  };
};

/**
 * Entities are for who is signed in, save when every one that is asked for is of a type that anybody may read: one of
 * another type among them, and the whole is refused. Which records a viewer may open is asked at each record.
 */
export const signedInUnlessAll =
  (publicType: string): Check<TrustContext> =>
  (_parent, { representations }: { representations: readonly { __typename?: unknown }[] }, { signedIn: answer }) =>
    representations.every(({ __typename }) => __typename === publicType) ? true : answer;

/** The viewer may open the record that this field belongs to. */
export const mayRead: Check<TrustContext> = ({ id }: { id: string }, _args, { signedIn: answer, judge }) =>
  answer === true ? judge(id) : answer;

/** The viewer may change the record named in the verb's input: it is theirs, and the session is strong enough. */
export const mayChange =
  (level: SessionLevel): Check<TrustContext> =>
  (_parent, { input }: { input: { record: string } }, context) =>
    tryToChange(context, input.record, level);

/** As `mayChange`, for what a carer may do as well, whom the patient and the trust's policy let act (D12). */
export const mayAct =
  (level: SessionLevel): Check<TrustContext> =>
  (_parent, { input }: { input: { record: string } }, context) =>
    tryToChange(context, input.record, level, 'patient-or-carer');

/** Whether the viewer may change a record; a try that is refused stands in the ledger of who looked. */
export async function tryToChange(
  { signedIn, mayChange: ask, ledger }: TrustContext,
  ...[recordId, level, actors]: Parameters<MayChange>
): Promise<true | RegistryError> {
  if (signedIn !== true) return signedIn;
  const verdict = await ask(recordId, level, actors);
  if (verdict !== true) ledger.noteRefused(recordId, verdict.code, 'U');
  return verdict;
}

/** The viewer may open the record that this field belongs to, and it is their own: what is shared with nobody. */
export const mayReadOwn: Check<TrustContext> = async ({ id }: { id: string }, _args, context) => {
  if (context.signedIn !== true) return context.signedIn;
  const verdict = await context.judge(id);
  if (verdict !== true) return verdict;
  const own = await context.mayChange(id, 'one-factor');
  if (own === true) return true;
  const { key } = context.policy.trust;
  const refusal = own.code === 'READ_ONLY' ? new RegistryError('SECTION_NOT_SHARED', { trust: key }) : own;
  context.ledger.noteRefused(id, refusal.code);
  return refusal;
};

/** Fields below a guarded one. Every field is named, so that a new one fails the build until somebody has thought of it. */
export const inherit = (...fields: string[]): Record<string, FieldRule<TrustContext>> =>
  Object.fromEntries(fields.map((field) => [field, 'inherit']));
