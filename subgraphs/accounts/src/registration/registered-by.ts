import { randomUUID } from 'node:crypto';
import { dayInLondon, done, isCalendarDay, refuse, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { queueMessage } from '../messages/outbox.ts';
import { carerRegisteredNotice } from '../messages/words.ts';
import type { Details } from '../people/details.ts';
import { type Email, parseEmail } from '../people/parse-details.ts';
import type { Viewer } from '../people/viewer.ts';
import { CarerRegistration } from './entities.ts';

/** How a patient has agreed that somebody registers for them. */
export const consentWays = ['IN_PERSON', 'BY_PHONE', 'IN_WRITING'] as const;
export type ConsentWay = (typeof consentWays)[number];

/** A carer who registers for the patient, as they say of themselves (D11). */
export interface RegisteredBy {
  readonly name: string;
  /** What they are to the patient: daughter, neighbour. */
  readonly relationship: string;
  /** The carer's own address, which is never the patient's. */
  readonly email: Email;
  /** `on`: a day, YYYY-MM-DD. */
  readonly consent: { readonly how: ConsentWay; readonly on: string };
}

/** The same as it was written. */
export type WrittenRegisteredBy = Omit<RegisteredBy, 'email'> & { readonly email: string };

const longestName = 200;

/** Reads what a carer says of themselves. Their address is refused as the patient's, in any spelling (D11). */
export function parseRegisteredBy(
  { name, relationship, email, consent }: WrittenRegisteredBy,
  patientsEmail: string,
  now: Date,
): Result<RegisteredBy> {
  const own = parseEmail(email);
  const isText = (text: string) => text.trim().length > 0 && text.length <= longestName;
  if (!isText(name)) return refuse('BAD_INPUT', 'registeredBy.name');
  if (!isText(relationship)) return refuse('BAD_INPUT', 'registeredBy.relationship');
  if (!own) return refuse('BAD_INPUT', 'registeredBy.email');
  if (!isCalendarDay(consent.on) || consent.on > dayInLondon(now))
    return refuse('BAD_INPUT', 'registeredBy.consent.on');
  if (own === parseEmail(patientsEmail)) return refuse('CARERS_EMAIL', 'email');
  const { how, on } = consent;
  return done({ name: name.trim(), relationship: relationship.trim(), email: own, consent: { how, on } });
}

/** Keeps who opened the account and how the patient agreed, and tells the patient at every address, in the transaction given. */
export function keepRegisteredBy(
  em: EntityManager,
  core: Core,
  call: Call,
  { accountId, details, registeredBy }: { accountId: string; details: Details; registeredBy: RegisteredBy },
): void {
  const id = randomUUID();
  em.create(CarerRegistration, {
    id,
    accountId,
    content: core.vault.seal(registeredBy, placeOf(id)),
    at: core.clock(),
  });
  audit(em, core, call, { accountId, action: 'registered-by-carer' });
  // The trust has compared the email: its policy could not let carers in otherwise.
  for (const [channel, to] of [
    ['mobile', details.mobile],
    ['email', details.email],
  ] as const)
    queueMessage(em, core, { channel, to, text: carerRegisteredNotice() });
}

/** Who opened the viewer's own account for them; null when they did it themselves. */
export async function readRegisteredBy(
  core: Core,
  call: Call,
  { accountId }: Viewer,
): Promise<(Omit<RegisteredBy, 'email'> & { at: Date }) | null> {
  const [row] = await core.database.read<{ id: string; content: Buffer; at: Date }>(
    call.correlation,
    'select id, content, at from carer_registration where account_id = $1',
    [accountId],
  );
  if (!row) return null;
  const { email: _email, ...told } = core.vault.open<RegisteredBy>(row.content, placeOf(row.id));
  return { ...told, at: row.at };
}

const placeOf = (id: string) => `carer_registration/${id}/content`;
