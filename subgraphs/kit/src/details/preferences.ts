import { Directive, Field, ObjectType } from 'type-graphql';
import type { Policy } from '../policy/policy.ts';
import type { Choices } from './read-details.ts';

/** What a patient can choose at a trust; each key is a name in the policy, the input and the graph. */
export const choiceNames = ['paperless', 'texts'] as const;
export type ChoiceName = (typeof choiceNames)[number];

@Directive('@shareable')
@ObjectType({ description: 'Something that the patient chooses at this trust, where the trust offers the choice.' })
export class PreferenceChoice {
  @Field(() => Boolean, { description: 'Whether it can be changed here.' })
  offered!: boolean;

  @Field(() => Boolean, { nullable: true, description: 'What was chosen; null where the choice is not offered.' })
  value!: boolean | null;

  @Field(() => String)
  words!: string;

  @Field(() => String, { description: 'The number of the promise behind it, or `assumed`.' })
  rule!: string;
}

@Directive('@shareable')
@ObjectType({ description: 'What the patient has chosen at this trust.' })
export class Preferences {
  @Field(() => PreferenceChoice, {
    description: 'Letters here and not on paper. Until it is chosen, letters are posted.',
  })
  paperless!: PreferenceChoice;

  @Field(() => PreferenceChoice, { description: 'Text messages of this trust. Until it is chosen, they are sent.' })
  texts!: PreferenceChoice;
}

/** A patient's choices as the graph has them (W6 K10). */
export function presentPreferences({ preferences }: Pick<Policy, 'preferences'>, chosen: Choices): Preferences {
  const present = (name: ChoiceName): PreferenceChoice => {
    const { offered, words, rule } = preferences[name];
    return { offered, words, rule, value: offered ? chosen[name] : null };
  };
  return { paperless: present('paperless'), texts: present('texts') };
}
