import { type SessionLevel, sessionLevels, userError, type UserError } from '@crosstrust/contract';
import { Directive, Field, InputType, ObjectType } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { tryToChange } from '../graph/feature.ts';
import type { Policy } from '../policy/policy.ts';
import type { Check } from '../subgraph/rules.ts';
import { UserErrorType } from '../verbs/user-error.ts';
import { VerbInput } from '../verbs/verb-input.ts';
import { choose } from './choose.ts';
import { type ChoiceName, choiceNames, Preferences, presentPreferences } from './preferences.ts';

@InputType()
export class SetPreferencesInput extends VerbInput {
  @Field(() => Boolean, { nullable: true, description: 'Null: as it is.' })
  paperless?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Null: as it is.' })
  texts?: boolean | null;
}

@Directive('@shareable')
@ObjectType()
export class SetPreferencesPayload {
  @Field(() => Preferences, { nullable: true })
  preferences!: Preferences | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserError[];
}

/** The viewer may change the record in a session as strong as each choice that they make needs. */
export const mayChoose =
  ({ preferences }: Policy): Check<TrustContext> =>
  (_parent, { input }: { input: SetPreferencesInput }, context) => {
    const levels = chosenIn(input).map((name): SessionLevel => {
      const choice = preferences[name];
      return choice.offered ? choice.level : 'one-factor';
    });
    const strongest = sessionLevels.findLast((level) => levels.includes(level)) ?? 'one-factor';
    return tryToChange(context, input.record, strongest);
  };

/** Changes what the patient has chosen, either way and as often as they like (W6 K10). What the trust does not offer is refused. */
export async function setPreferences(
  input: SetPreferencesInput,
  context: TrustContext,
): Promise<SetPreferencesPayload> {
  const { policy } = context;
  const { record: recordId, idempotencyKey, paperless = null, texts = null } = input;
  const outcome = await context.carryOut<true>(
    { verb: 'set-preferences', recordId, idempotencyKey, input: { paperless, texts } },
    async (work) => {
      const userErrors = notPossible(policy, input);
      if (userErrors.length > 0) return { userErrors };
      await choose(work.query, recordId, { paperless, texts }, work.now);
      return { done: true };
    },
  );
  if (!('done' in outcome)) return { preferences: null, userErrors: outcome.userErrors };
  return { preferences: presentPreferences(policy, await context.readers().choices(recordId)), userErrors: [] };
}

function notPossible({ preferences }: Policy, input: SetPreferencesInput): UserError[] {
  const chosen = chosenIn(input);
  if (chosen.length === 0) return [userError('BAD_INPUT', null)];
  return chosen.filter((name) => !preferences[name].offered).map((name) => userError('BAD_INPUT', name));
}

const chosenIn = (input: SetPreferencesInput): ChoiceName[] =>
  choiceNames.filter((name) => typeof input[name] === 'boolean');
