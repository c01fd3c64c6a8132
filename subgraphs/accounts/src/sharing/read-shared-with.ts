import type { Section } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { openDetails } from '../people/details.ts';
import type { LinkedRecord } from '../people/read-person.ts';
import type { Viewer } from '../people/viewer.ts';
import type { May, ShareKind } from './entities.ts';
import { openShared, type Relationship } from './shared-content.ts';
import { openShares } from './shares-for-tokens.ts';

/** What is open of a patient's record at one trust, to whom it was shared with. */
export interface SharedAccess extends LinkedRecord {
  /** Null: all that the trust shows, save what the patient wrote there. */
  readonly sections: readonly Section[] | null;
  readonly may: May;
  readonly until: Date | null;
}

/** What one patient shares with the viewer. */
export interface SharedWith {
  /** Of the share. */
  readonly id: string;
  /** Who reads it: an account, or a guest under the share's own id. */
  readonly accountId: string;
  readonly patientName: string;
  readonly kind: ShareKind;
  readonly relationship: Relationship;
  readonly until: Date | null;
  readonly access: readonly SharedAccess[];
}

interface Row {
  readonly id: string;
  readonly kind: ShareKind;
  readonly patient: string;
  readonly details: Buffer;
  readonly content: Buffer;
  readonly until: Date | null;
  readonly access: readonly (Omit<SharedAccess, 'until'> & { readonly until: string | null })[];
}

const sharesWith = `
  select share.id, kind, account.id as patient, details, content, share.until,
    json_agg(json_build_object('trust', share_trust.trust, 'record', record_id, 'sections', sections, 'may', may,
      'until', least(share.until, share_trust.until)) order by linked_at, link.trust) as access
  from ${openShares('$3', 'join account on account.id = share.account_id')}
    and case when $1 = 'guest' then share.id = $2 and kind = 'clinician' else holder_id = $2 end
  group by share.id, account.id order by share.created_at, share.id`;

/** What is shared with the viewer now, the oldest first: with their account, or by the code that they came with. */
export async function readSharedWith(core: Core, call: Call, viewer: Viewer): Promise<SharedWith[]> {
  if (viewer.purpose === 'calendar') return [];
  const { accountId, purpose } = viewer;
  const rows = await core.database.read<Row>(call.correlation, sharesWith, [purpose, accountId, core.clock()]);
  return rows.map(({ id, kind, patient, details, content, until, access }) => ({
    id,
    accountId,
    patientName: openDetails(core.vault, patient, details).name,
    kind,
    relationship: openShared(core, id, content).relationship,
    until,
    access: access.map((at) => ({ ...at, until: at.until === null ? null : new Date(at.until) })),
  }));
}
