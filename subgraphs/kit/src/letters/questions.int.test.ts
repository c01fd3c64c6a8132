import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppointmentContent, LetterContent } from '../storage/content.ts';
import { aPolicy } from '../testing/builders.ts';
import { people, type RecordBed, startRecordBed } from '../testing/record-bed.ts';
import type { SeedItem } from '../testing/seed.ts';

const id = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
const contact = { name: 'Cardiology bookings', phone: '+442079460123', email: 'cardiology@example.org' };
const words = 'Read your most recent appointment letter in full.';

const appointment = (n: number, source: string, more: Partial<AppointmentContent> = {}): SeedItem => ({
  id: id(n),
  section: 'OUTPATIENT_APPOINTMENTS',
  source,
  at: '2026-07-01T08:30:00.000Z',
  status: 'booked',
  content: { kind: 'outpatient', mode: 'in-person', startsAt: '2026-07-01T08:30:00.000Z', ...more },
});
const letter = (n: number, source: string, day: number, more: Partial<LetterContent> = {}): SeedItem => {
  const writtenAt = `2026-06-${String(day).padStart(2, '0')}T09:00:00.000Z`;
  const content: LetterContent = {
    kind: 'appointment',
    title: `Letter ${n}`,
    writtenAt,
    text: `All of letter ${n}.`,
    ...more,
  };
  return { id: id(n), section: 'APPOINTMENT_LETTERS', source, at: writtenAt, status: 'final', content };
};

let bed: RecordBed;
beforeAll(async () => {
  const policy = aPolicy({ trust: 'partners' });
  const help = { ...policy.help, appointmentQuestions: { words, rule: 'K18' } };
  const notYet = { state: 'NOT_YET', rule: 'K8', words: 'Not yet.' } as const;
  bed = await startRecordBed({
    policies: {
      shows: aPolicy({ trust: 'partners', help: help as never }),
      hides: aPolicy({
        trust: 'partners',
        help: help as never,
        sections: { ...policy.sections, APPOINTMENT_LETTERS: notYet } as never,
      }),
    },
    items: [
      appointment(1, 'north', { contact }),
      appointment(2, 'north'),
      appointment(3, 'south'),
      letter(11, 'north', 1, { appointment: id(1) }),
      letter(12, 'north', 2, { appointment: id(1), kind: 'confirmation' }),
      letter(13, 'north', 3),
      letter(14, 'north', 4, { kind: 'other' }),
      letter(15, 'south', 5, { appointment: id(99) }),
      { ...letter(16, 'north', 6, { appointment: id(1) }), status: 'unreleased' },
    ],
    now: '2026-06-15T11:00:00.000Z',
  });
});
afterAll(() => bed?.close());

const query = `{ partnersRecord(id: "${people.patient}") { appointments(order: OLDEST_FIRST) { nodes { id questions {
  words letter { id title text source { key } } contact { name phone email } } } } } }`;
const full = (n: number, source: string) => ({
  id: id(n),
  title: `Letter ${n}`,
  text: `All of letter ${n}.`,
  source: { key: source },
});

describe('questions about an appointment', () => {
  it('K18 point to the most recent letter about it, in full, and to the booking team', async () => {
    expect(await bed.ask(query)).toEqual({
      data: {
        partnersRecord: {
          appointments: {
            nodes: [
              { id: id(1), questions: { words, letter: full(12, 'north'), contact } },
              // no letter names it: the most recent one from the same hospital that names no other appointment
              { id: id(2), questions: { words, letter: full(13, 'north'), contact: null } },
              { id: id(3), questions: { words, letter: null, contact: null } },
            ],
          },
        },
      },
    });
  });

  it('K18 K8 have words and a contact where the trust shows no such letters yet', async () => {
    const answer = await bed.ask(query, { at: 'hides' });
    expect(answer.data.partnersRecord.appointments.nodes[0]).toEqual({
      id: id(1),
      questions: { words, letter: null, contact },
    });
  });
});
