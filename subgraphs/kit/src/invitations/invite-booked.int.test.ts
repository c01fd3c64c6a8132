import type { TrustEntry } from '@crosstrust/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Appointment, Patient } from '../import/fhir.ts';
import type { PolicyInput } from '../policy/policy.ts';
import { exampleTrusts } from '../testing/builders.ts';
import { anAppointment, aPatient, nhsNumberIs } from '../testing/fhir.ts';
import { type Importer, type ImportingTrusts, startTrusts } from '../testing/importer.ts';
import { linkInvitation, registeringBy, registrations } from '../testing/invitations.ts';
import type { Message } from '../verbs/message.ts';

const [one] = exampleTrusts as readonly [TrustEntry];
const start = new Date('2026-11-20T12:00:00Z');
const day = 24 * 60 * 60_000;
const born = (birthDate: string, given: Partial<Patient> = {}) =>
  aPatient({
    id: 'one',
    identifier: [nhsNumberIs('9434765919')],
    birthDate,
    telecom: [
      { system: 'phone', use: 'mobile', value: '07700 900123' },
      { system: 'email', value: 'ada@example.org' },
    ],
    ...given,
  });
const adult = born('1980-02-03');
const booking = (given: Partial<Appointment> = {}) => anAppointment({ id: 'a', ...given });

let trusts: ImportingTrusts;
let importer: Importer;
beforeAll(async () => {
  trusts = await startTrusts();
  importer = await trusts.add(one);
});
afterAll(() => trusts.drop());
beforeEach(async () => {
  importer.policy = registeringBy('byLink');
  importer.now = start;
  await importer.rows('truncate record cascade');
});

const invitations = () => importer.rows<Record<string, unknown>>('select * from invitation order by created_at');
const owed = async () =>
  (
    await importer.rows<{ record_id: string; id: string; payload: Buffer }>(
      "select record_id, id, payload from outbox where kind like 'invitation%' order by created_at",
    )
  ).map(({ record_id, id, payload }) => importer.vault.open<Message>(payload, `outbox/${record_id}/${id}`));

describe('an import in which an appointment is booked', () => {
  it('W3 K2 U3 invites the patient by itself: the text is owed in the same transaction', async () => {
    const report = await importer.importAll(adult, booking());
    expect(report.invited).toBe(1);
    expect(await invitations()).toEqual([
      expect.objectContaining({
        kind: 'link',
        made_by: 'booking',
        created_at: start,
        expires_at: new Date(start.getTime() + 28 * day),
        used_at: null,
        voided_at: null,
      }),
    ]);
    expect(await owed()).toEqual([
      {
        kind: 'invitation',
        path: expect.stringMatching(/^\/register#example\/[\w-]{43}$/),
        channels: ['mobile', 'email'],
        until: new Date(start.getTime() + 28 * day).toISOString(),
      },
    ]);
    expect(await importer.rows('select actor, verb from audit')).toEqual([{ actor: 'import', verb: 'invite' }]);
  });

  it('D5 owes the two codes to the next letter, where the trust invites by letter', async () => {
    importer.policy = registeringBy('byCodes');
    await importer.importAll(adult, booking());
    const code = expect.stringMatching(/^[\w]{4}-[\w]{4}$/);
    expect(await owed()).toEqual([{ kind: 'invitation-letter', codes: [code, code], until: expect.any(String) }]);
  });

  it('makes one invitation while one is open, and another once it is over (D17)', async () => {
    await importer.importAll(adult, booking(), booking({ id: 'b' }));
    await importer.importAll(adult, booking(), booking({ id: 'b' }));
    importer.now = new Date(start.getTime() + 27 * day);
    await importer.importAll(adult, booking({ id: 'c' }));
    expect(await invitations()).toHaveLength(1);
    importer.now = new Date(start.getTime() + 28 * day);
    await importer.importAll(adult, booking({ id: 'c' }));
    expect(await invitations()).toHaveLength(1);
    await importer.importAll(adult, booking({ id: 'd' }));
    expect(await invitations()).toMatchObject([{ voided_at: importer.now }, { voided_at: null }]);
    expect(await owed()).toHaveLength(2);
  });

  it('gives another chance after an invitation that was void, and none to who registered (D17)', async () => {
    await importer.importAll(adult, booking());
    await importer.rows('update invitation set voided_at = now()');
    await importer.importAll(adult, booking({ id: 'b' }));
    expect(await invitations()).toHaveLength(2);
    await importer.rows(`
      insert into registration (record_id, subject, state, at) select record_id, 'x', 'registered', now() from invitation limit 1;
      update invitation set used_at = now() where voided_at is null`);
    await importer.importAll(adult, booking({ id: 'c' }));
    expect(await invitations()).toHaveLength(2);
  });

  it.each([
    ['is over', booking({ start: '2026-11-19T10:00:00Z', end: '2026-11-19T10:30:00Z', status: 'fulfilled' })],
    ['was cancelled', booking({ status: 'cancelled' })],
    ['has no date yet', booking({ status: 'proposed' })],
  ])('invites nobody for an appointment that %s', async (_what, appointment) => {
    await importer.importAll(adult, appointment);
    expect(await invitations()).toEqual([]);
  });

  it('K13 W1 invites nobody who is too young, until they are old enough', async () => {
    await importer.importAll(born('2010-11-21'), booking());
    expect(await invitations()).toEqual([]);
    importer.now = new Date('2026-11-21T00:00:00Z');
    await importer.importAll(born('2010-11-21'), booking({ id: 'b' }));
    expect(await invitations()).toHaveLength(1);
  });

  const said = { words: 'Words.', rule: 'assumed' } as const;
  const toMobile: PolicyInput['registration'] = {
    ...registrations.byLink,
    invitation: { ...linkInvitation, channels: ['mobile'] },
  };
  const fromTomorrow = { ...linkInvitation, onBooking: { made: true, after: '2026-11-20', rule: 'W1' } };
  const unshown = { ...registeringBy('byLink').sections, OUTPATIENT_APPOINTMENTS: { state: 'NOT_OFFERED', ...said } };
  it.each<[string, Partial<PolicyInput>]>([
    [
      'a booking before the day that the policy names (W1)',
      { registration: { ...registrations.byLink, invitation: fromTomorrow } },
    ],
    ['a section that the trust does not show', { sections: unshown as PolicyInput['sections'] }],
  ])('invites nobody with %s', async (_what, more) => {
    importer.policy = registeringBy('byLink', more);
    await importer.importAll(adult, booking());
    expect(await invitations()).toEqual([]);
    expect(await owed()).toEqual([]);
  });

  it('K10 sends no text to who has stopped them, and the email alone where the policy has both', async () => {
    await importer.importAll(adult);
    await importer.rows(
      'insert into preference (record_id, paperless, texts, texts_at) select id, false, false, now() from record',
    );
    await importer.importAll(adult, booking());
    expect(await owed()).toMatchObject([{ channels: ['email'] }]);
    await importer.rows('delete from invitation');
    importer.policy = registeringBy('byLink', { registration: toMobile });
    await importer.importAll(adult, booking({ id: 'b' }));
    expect(await invitations()).toEqual([]);
  });

  it('D13 K1 makes nothing of who ignores it: the record stays as it is', async () => {
    await importer.importAll(adult, booking());
    const before = await importer.records();
    importer.now = new Date(start.getTime() + 60 * day);
    await importer.importAll(adult, booking());
    expect(await importer.records()).toEqual(before);
    for (const table of ['registration', 'preference', 'task'])
      expect(await importer.rows(`select from ${table}`)).toEqual([]);
  });
});
