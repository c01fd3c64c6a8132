import { registerEnumType } from 'type-graphql';
import { documentStatuses } from '../storage/content.ts';
import { RecordItem, typeOf } from './values.ts';

/** `day-case` is stored, `DAY_CASE` is in the graph. */
const constantCase = (name: string) => name.replaceAll('-', '_').toUpperCase();
/** A GraphQL enum of stored names. */
export const constantEnum = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [constantCase(name), name]));

export const DocumentStatusEnum = constantEnum(
  documentStatuses.filter((status) => status === 'final' || status === 'amended'),
);
registerEnumType(DocumentStatusEnum, {
  name: 'DocumentStatus',
  description: 'FINAL, or AMENDED since it was first shown.',
});

/** What every interface of items is declared with. */
export const asItem = { autoRegisterImplementations: false, resolveType: typeOf, implements: RecordItem };
