import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { constantEnum } from '../graph/item.ts';
import { loadByRecord, type OfRecord } from '../graph/per-request.ts';
import { type ReadingState, readingStates } from '../storage/readers.ts';

export const ReadingStateEnum = constantEnum(readingStates);
registerEnumType(ReadingStateEnum, {
  name: 'ReadingState',
  description: 'UNREAD, SEEN in a list, or READ: opened.',
});

@Directive('@shareable')
@ObjectType({
  description: 'How far the patient has got with a letter. Once read it stays read, and the first times are kept.',
})
export class LetterReading {
  @Field(() => ReadingStateEnum)
  state!: ReadingState;

  @Field(() => Date, { nullable: true })
  seenAt!: Date | null;

  @Field(() => Date, { nullable: true })
  readAt!: Date | null;
}

const readings = loadByRecord((context, recordId, ids) => context.readers().readings(recordId, ids));

/** How far the patient has got with a letter or a summary. */
export async function readingOf(letter: OfRecord, context: TrustContext): Promise<LetterReading> {
  const { recordId, id } = letter;
  const found = await readings(context).load({ recordId, id });
  if (!found) return { state: 'UNREAD', seenAt: null, readAt: null };
  return { state: found.readAt ? 'READ' : 'SEEN', ...found };
}
