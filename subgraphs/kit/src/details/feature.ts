import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature, mayReadOwn, namesOf } from '../graph/feature.ts';
import { CareRecord, type RecordParent } from '../graph/record.ts';
import { PatientDetails, presentDetails } from './patient-details.ts';
import { choiceNames, Preferences, presentPreferences } from './preferences.ts';
import { mayChoose, setPreferences, SetPreferencesInput, SetPreferencesPayload } from './set-preferences.ts';

@Resolver(() => CareRecord)
class DetailsOfRecord {
  @FieldResolver(() => PatientDetails, {
    nullable: true,
    description: 'The patient’s details as this trust holds them. Only the patient reads them.',
  })
  async details(@Root() { id }: RecordParent, @Ctx() { policy, readers }: TrustContext) {
    const held = await readers().details(id);
    return held && presentDetails(policy, held);
  }

  @FieldResolver(() => Preferences, {
    nullable: true,
    description: 'What the patient has chosen at this trust. Only the patient reads it.',
  })
  async preferences(@Root() { id }: RecordParent, @Ctx() { policy, readers }: TrustContext) {
    return presentPreferences(policy, await readers().choices(id));
  }
}

/** The patient's details and choices at this trust (U7 D15 W6 K10). The verb is there where a choice is offered. */
export const detailsFeature: MakeFeature = (policy, own) => {
  const names = namesOf(policy);
  const offersAny = choiceNames.some((name) => policy.preferences[name].offered);

  @Resolver(() => own.Mutations)
  class PreferencesVerb {
    @FieldResolver(() => SetPreferencesPayload, {
      nullable: true,
      description: 'Changes what the patient has chosen, either way.',
    })
    setPreferences(@Arg('input', () => SetPreferencesInput) input: SetPreferencesInput, @Ctx() context: TrustContext) {
      return setPreferences(input, context);
    }
  }

  return {
    resolvers: [DetailsOfRecord, ...(offersAny ? [PreferencesVerb] : [])],
    types: [],
    rules: {
      [names.record]: { details: mayReadOwn, preferences: mayReadOwn },
      PatientDetails: inherit('name', 'birthDate', 'nhsNumber', 'mobile', 'email', 'address', 'postcode', 'changeAt'),
      WhereToChange: inherit('words', 'url', 'rule'),
      Preferences: inherit(...choiceNames),
      PreferenceChoice: inherit('offered', 'value', 'words', 'rule'),
      ...(offersAny
        ? {
            [names.mutations]: { setPreferences: mayChoose(policy) },
            SetPreferencesPayload: inherit('preferences', 'userErrors'),
          }
        : {}),
    },
  };
};
