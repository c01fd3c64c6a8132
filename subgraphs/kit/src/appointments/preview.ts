import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { constantEnum } from '../graph/item.ts';
import { Contact } from '../graph/values.ts';
import { type FactCode, type FactKind, factCodes, factKinds } from './fact-words.ts';
import type { Fact, StoredSlot } from './facts.ts';
import type { Previewed, PreviewTokens } from './preview-tokens.ts';

const FactCodeEnum = constantEnum(factCodes);
registerEnumType(FactCodeEnum, { name: 'PreviewFactCode' });

const FactKindEnum = constantEnum(factKinds);
registerEnumType(FactKindEnum, {
  name: 'PreviewFactKind',
  description: 'CONSEQUENCE: it will happen. OBSTACLE: it stands in the way. ADVICE: good to know.',
});

@Directive('@shareable')
@ObjectType({ description: 'One thing to know before deciding.' })
export class PreviewFact {
  @Field(() => FactCodeEnum)
  code!: FactCode;

  @Field(() => FactKindEnum)
  kind!: FactKind;

  @Field(() => String, { description: 'What the patient reads.' })
  words!: string;

  @Field(() => String, { nullable: true, description: 'Number of the requirement behind it.' })
  rule!: string | null;

  @Field(() => Int, { nullable: true })
  count!: number | null;

  @Field(() => Date, { nullable: true })
  date!: Date | null;

  @Field(() => Contact, { nullable: true, description: 'Whom to call.' })
  contact!: Contact | null;
}

@Directive('@shareable')
@ObjectType({ description: 'What a change would bring about, told before it is made.' })
export class Preview {
  @Field(() => Boolean, { description: 'False when something stands in the way.' })
  possible!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Goes into the change. Null where the change is not possible, or no time was chosen yet.',
  })
  token!: Promise<string> | null;

  @Field(() => Date, { nullable: true, description: 'When the token ends.' })
  expiresAt!: Date | null;

  @Field(() => [PreviewFact])
  facts!: readonly PreviewFact[];
}

@Directive('@shareable')
@ObjectType({ description: 'A time at which a clinic has places.' })
export class Slot {
  @Field(() => ID)
  id!: string;

  @Field(() => Date)
  startsAt!: Date;

  @Field(() => Date)
  endsAt!: Date;

  @Field(() => Int)
  placesLeft!: number;
}

/** How a slot stands in the graph. */
export const presentSlot = ({ id, startsAt, endsAt, capacity, taken }: StoredSlot): Slot => ({
  id,
  startsAt,
  endsAt,
  placesLeft: capacity - taken,
});

/** Whether nothing stands in the way. */
export const isPossible = (facts: readonly Fact[]): boolean => !facts.some(({ kind }) => kind === 'OBSTACLE');

/** A preview as it stands in the graph; its token is signed when it is asked for. */
export function presentPreview(tokens: PreviewTokens, previewed: Previewed): Preview {
  const possible = isPossible(previewed.facts);
  const isComplete = possible && (previewed.verb !== 'reschedule' || Boolean(previewed.slot));
  return {
    possible,
    get token() {
      return isComplete ? tokens.make(previewed) : null;
    },
    expiresAt: isComplete ? tokens.end() : null,
    facts: previewed.facts,
  };
}
