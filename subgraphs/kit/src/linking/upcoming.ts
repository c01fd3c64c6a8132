import { appointmentSections } from '@crosstrust/contract';
import { type Policy, shownSections } from '../policy/policy.ts';
import type { AppointmentStatus } from '../storage/content.ts';
import type { ScopedQueries } from '../storage/scoped-queries.ts';

/** States in which an appointment is still to come. */
const standing: readonly AppointmentStatus[] = [
  'booked',
  'pending-change',
  'pending-reschedule',
  'pending-cancellation',
];

const day = 24 * 60 * 60_000;

/** Whether the trust's condition of registering by oneself is met: an appointment is coming up that would show (K1 W2). */
export async function hasUpcoming(
  queries: ScopedQueries,
  policy: Policy,
  recordId: string,
  now: Date,
): Promise<boolean> {
  const { self } = policy.registration;
  if (!self.offered || self.appointment === 'none') return true;
  const sections = self.appointment === 'outpatient' ? (['OUTPATIENT_APPOINTMENTS'] as const) : appointmentSections;
  const shown = shownSections(policy, sections);
  const earliest = self.datedAfter === undefined ? 0 : Date.parse(self.datedAfter) + day;
  const rows = await queries.query(
    `select from item where record_id = $1 and (section, source) in (select * from unnest($2::text[], $3::text[]))
       and status = any($4) and at > $5 limit 1`,
    [
      recordId,
      shown.map(({ section }) => section),
      shown.map(({ source }) => source),
      standing,
      new Date(Math.max(now.getTime(), earliest)),
    ],
  );
  return rows.length > 0;
}
