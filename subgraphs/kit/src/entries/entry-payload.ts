import type { UserError } from '@crosstrust/contract';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { findItem } from '../graph/lists.ts';
import { UserErrorType } from '../verbs/user-error.ts';
import { PatientEntry } from './entry.ts';
import { entryList } from './entry-list.ts';

@Directive('@shareable')
@ObjectType('PatientEntryPayload')
export class EntryPayload {
  @Field(() => PatientEntry, { nullable: true })
  entry!: object | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserError[];
}

@Directive('@shareable')
@ObjectType()
export class RemoveEntryPayload {
  @Field(() => ID, { nullable: true, description: 'The id of the entry that is gone.' })
  removed!: string | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserError[];
}

/** The payload of a verb on an entry, with the entry as it stands now; null where it was removed since. */
export async function showEntry(
  told: { readonly done: { readonly id: string } } | { readonly userErrors: readonly UserError[] },
  recordId: string,
  context: TrustContext,
): Promise<EntryPayload> {
  if ('userErrors' in told) return { entry: null, userErrors: told.userErrors };
  const record = { typeName: '', id: recordId };
  return { entry: await findItem(entryList, record, told.done.id, context), userErrors: [] };
}
