import { registerEnumType } from 'type-graphql';
import { documentStatuses } from '../storage/content.ts';
import { constantCase } from './constant-case.ts';
import { RecordItem, typeOf } from './values.ts';

/** A GraphQL enum of stored names. */
export const constantEnum = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [constantCase(name), name]));

export const DocumentStatusEnum = constantEnum(documentStatuses.filter((status) => status !== 'unreleased'));
registerEnumType(DocumentStatusEnum, {
  name: 'DocumentStatus',
  description: 'FINAL; AMENDED since it was first shown; or SUPERSEDED by a letter that replaced it.',
});

/** What every interface of items is declared with. */
export const asItem = { autoRegisterImplementations: false, resolveType: typeOf, implements: RecordItem };
