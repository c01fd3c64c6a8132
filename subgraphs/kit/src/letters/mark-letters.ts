import { refuse, type UserError } from '@crosstrust/contract';
import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { isUuid, presentItem } from '../graph/lists.ts';
import type { StoredItem } from '../storage/readers.ts';
import type { Work } from '../verbs/carry-out.ts';
import { UserErrorType } from '../verbs/user-error.ts';
import { VerbInput } from '../verbs/verb-input.ts';
import { DischargeSummary } from './discharge-summary.ts';
import { Letter } from './letter.ts';
import { dischargeSummaryList, letterList, readableSections } from './lists.ts';

/** The most letters that one call marks. */
const maximum = 100;

const LetterMarkEnum = { SEEN: 'SEEN', READ: 'READ' } as const;
registerEnumType(LetterMarkEnum, { name: 'LetterMark' });

@InputType()
export class MarkLettersInput extends VerbInput {
  @Field(() => [ID], { description: `Letters and discharge summaries of the record, 1 to ${maximum}.` })
  letters!: string[];

  @Field(() => LetterMarkEnum, { description: 'SEEN in a list, or READ: opened.' })
  as!: 'SEEN' | 'READ';
}

@Directive('@shareable')
@ObjectType()
export class MarkLettersPayload {
  @Field(() => [Letter])
  letters!: object[];

  @Field(() => [DischargeSummary])
  dischargeSummaries!: object[];

  @Field(() => [UserErrorType])
  userErrors!: readonly UserError[];
}

/** Notes that the patient has seen or read letters. What is read stays read, and the first times are kept. */
export async function markLetters(input: MarkLettersInput, context: TrustContext): Promise<MarkLettersPayload> {
  const { record, idempotencyKey, as } = input;
  const ids = [...new Set(input.letters)];
  if (ids.length === 0 || ids.length > maximum) return payload(refuse('BAD_INPUT', 'letters'));
  const letters = ids.every(isUuid) ? await context.readers().open(record, ids, readableSections) : [];
  if (letters.length < ids.length) return payload(refuse('NOT_FOUND', 'letters'));
  const told = await context.carryOut<object>(
    { verb: 'mark-letters', recordId: record, idempotencyKey, input: { letters: ids, as } },
    async (work) => {
      await keepFirstTimes(work, ids, as);
      return { done: {}, ...(ids.length === 1 && ids[0] ? { item: ids[0] } : {}) };
    },
  );
  if ('userErrors' in told) return payload(told);
  const present = (list: typeof letterList) =>
    letters
      .filter(({ section }) => list.sections.includes(section))
      .map((item: StoredItem) => presentItem(context.policy, list, item));
  return { letters: present(letterList), dischargeSummaries: present(dischargeSummaryList), userErrors: [] };
}

async function keepFirstTimes({ query, recordId, now }: Work, ids: readonly string[], as: string): Promise<void> {
  await query(
    `insert into letter_reading (record_id, item_id, seen_at, read_at)
     select $1, item_id, $3, case when $4 then $3::timestamptz end from unnest($2::uuid[]) as item_id
     on conflict (record_id, item_id) do update set read_at = coalesce(letter_reading.read_at, excluded.read_at)`,
    [recordId, ids, now, as === LetterMarkEnum.READ],
  );
}

const payload = ({ userErrors }: { userErrors: readonly UserError[] }): MarkLettersPayload => ({
  letters: [],
  dischargeSummaries: [],
  userErrors,
});
