import { findTrust, type UserError } from '@crosstrust/contract';
import { toTrust } from '../graph/record-types.ts';
import type { ListedShare } from './list-shares.ts';
import type { SharedAccess, SharedWith } from './read-shared-with.ts';
import type { SharePreview } from './preview-share.ts';
import type { SharingOption } from './sharing-options.ts';
import type { ShareUserErrorType } from './types.ts';

/** What is shared with the viewer, as the graph answers it. */
export const presentSharedWith = (shared: SharedWith) => ({
  ...shared,
  relation: shared.kind,
  may: shared.access.some(({ may }) => may === 'change') ? 'change' : 'read',
  // kept for the records, which come later
  open: shared.access,
  access: shared.access.flatMap((at) => presentAccess(at) ?? []),
});

function presentAccess(at: SharedAccess) {
  const trust = findTrust(at.trust);
  return trust && { ...at, trust: toTrust(trust) };
}

/** A share, as its patient sees it. */
export const presentShare = (share: ListedShare) => ({
  ...share,
  trusts: share.trusts.map((at) => ({ ...at, trust: toTrust(at.trust) })),
});

/** What can be shared at one hospital. */
export const presentOption = (option: SharingOption) => ({ ...option, trust: toTrust(option.trust) });

/** What sharing would bring. */
export const presentPreview = ({ trusts, ...preview }: SharePreview) => ({
  ...preview,
  trusts: trusts.map((row) => ({ ...row, trust: row.trust && toTrust(row.trust) })),
});

/** Each with its trust and rule, where it is about one. */
export const presentErrors = (errors: readonly UserError[]): ShareUserErrorType[] =>
  errors.map((error) => ({ trust: null, rule: null, ...error }));
