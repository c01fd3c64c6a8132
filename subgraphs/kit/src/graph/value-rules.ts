import type { RuleTable } from '../subgraph/rules.ts';
import type { TrustContext } from './context.ts';
import { inherit } from './feature.ts';

/** The fields that every item has. */
export const itemFields: readonly string[] = [
  'id',
  'source',
  'sources',
  'disagreements',
  'receivedAt',
  'updatedAt',
  'status',
];

/** The values that several features share. Nothing but a record leads to them. */
export const valueRules: RuleTable<TrustContext> = {
  // also of lists that anybody may read; a patient's list is guarded above it
  PageInfo: { hasNextPage: 'public', hasPreviousPage: 'public', startCursor: 'public', endCursor: 'public' },
  SectionStatus: inherit('section', 'state', 'words', 'sources'),
  Trust: inherit('key', 'name', 'odsCodes'),
  Clinician: inherit('name', 'role'),
  Location: inherit('name', 'address', 'postcode', 'directions'),
  Contact: inherit('name', 'phone', 'email'),
};
