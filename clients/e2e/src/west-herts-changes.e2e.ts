import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { denial, done, first, movedTo, refused } from './testing/expected.ts';
import { movesLeft, openPatient, type Patient } from './testing/patient.ts';
import { openSystem, type System } from './testing/system.ts';
import type { Changed, Visit } from './testing/visit.ts';

const trust = 'west-herts-royal-free';
const inPerson = { kind: 'OUTPATIENT', status: 'BOOKED', mode: 'IN_PERSON' };
const heart = { ...inPerson, specialty: 'Cardiology' };

let system: System;
/** With visits to the same heart clinic at the same time. */
let transport: Patient;
let interpreter: Patient;
/** With a visit that was moved at most once before. */
let both: Patient;
beforeAll(async () => {
  system = await openSystem();
  transport = await openPatient(system, 'transport', trust);
  interpreter = await openPatient(system, 'interpreter', trust);
  both = await openPatient(system, 'four-trusts', trust);
});

it('W8 W10 is made once, however often the same request comes, and never on an outdated preview', async () => {
  const visit = await both.pick(inPerson);
  const left = await movesLeft(both, visit);
  const [slot, another] = await both.slots(visit);
  if (!slot || !another) throw new Error('no two free times');
  const cancelling = await both.preview('cancelAppointment', visit);
  const { token: preview } = await both.preview('rescheduleAppointment', visit, slot);
  const request = { preview, slot: slot.id, idempotencyKey: randomUUID() };
  const moved = movedTo(visit, slot);
  const twice = await Promise.all([1, 2].map(() => both.change('rescheduleAppointment', visit, request)));
  expect([...twice, await both.change('rescheduleAppointment', visit, request)]).toEqual([
    done(moved),
    done(moved),
    done(moved),
  ]);
  expect(await movesLeft(both, visit)).toBe(left - 1);
  const other = { ...request, slot: another.id };
  expect(await both.send('rescheduleAppointment', visit, other)).toEqual(
    denial(trust, 'rescheduleAppointment', 'IDEMPOTENCY_KEY_REUSED', { field: 'idempotencyKey' }),
  );

  const outdated = await both.change('cancelAppointment', visit, { preview: cancelling.token });
  expect(outdated).toEqual({
    appointment: moved,
    userErrors: [{ code: 'PREVIEW_OUTDATED', field: 'preview' }],
    preview: { possible: true, facts: cancelling.facts },
    nextFree: null,
  });
  expect(await both.pick({ id: visit.id })).toEqual(moved);
});

it('W8 W10 is for the patient alone: another patient learns nothing and changes nothing', async () => {
  const visit = await transport.pick(heart);
  const slot = first(await transport.slots(visit));
  const calls = {
    rescheduleAppointment: {
      preview: (await transport.preview('rescheduleAppointment', visit, slot)).token,
      slot: slot.id,
    },
    cancelAppointment: { preview: (await transport.preview('cancelAppointment', visit)).token },
  };
  const stranger = await openPatient(system, 'six-trusts', trust);
  for (const verb of ['rescheduleAppointment', 'cancelAppointment'] as const) {
    expect(await stranger.send(verb, visit, calls[verb], transport.record)).toEqual(denial(trust, verb, 'NOT_YOURS'));
    expect(await stranger.change(verb, visit, calls[verb])).toEqual({
      appointment: null,
      userErrors: [{ code: 'NOT_FOUND', field: 'appointment' }],
      preview: null,
      nextFree: null,
    });
  }
  expect(await stranger.see(visit, 'id cancelPreview { token }')).toBeNull();
  expect(await transport.pick({ id: visit.id })).toEqual(visit);
});

it('W8 two patients race for one place: one gets it, the other keeps theirs and is told what is free', async () => {
  const racers = await Promise.all(
    [transport, interpreter].map(async (patient) => ({ patient, visit: await patient.pick(heart) })),
  );
  const [old] = racers.map(({ visit }) => visit.startsAt);
  const slot = first((await transport.slots(racers[0]?.visit as Visit)).filter(({ placesLeft }) => placesLeft === 1));
  const tokens = await Promise.all(
    racers.map(({ patient, visit }) => patient.preview('rescheduleAppointment', visit, slot)),
  );
  const answers = await Promise.all(
    racers.map(({ patient, visit }, index) =>
      patient.change('rescheduleAppointment', visit, { preview: tokens[index]?.token ?? null, slot: slot.id }),
    ),
  );
  const isWon = ({ userErrors }: Changed) => userErrors.length === 0;
  const [won, lost] = [answers.findIndex(isWon), answers.findIndex((answer) => !isWon(answer))];
  const [winner, loser] = [racers[won], racers[lost]];
  if (!winner || !loser) throw new Error('not one of each');
  expect(answers[won]).toEqual(done(movedTo(winner.visit, slot)));
  const nextFree = (await loser.patient.slots(loser.visit)).slice(0, 5);
  expect(answers[lost]).toEqual(refused(loser.visit, 'SLOT_TAKEN', 'SLOT_TAKEN', { nextFree }));
  expect(nextFree.map(({ id }) => id)).not.toContain(slot.id);
  expect(await loser.patient.pick({ id: loser.visit.id })).toEqual(loser.visit);
  expect(await movesLeft(loser.patient, loser.visit)).toBe(2);

  // the place that the winner left is free again, and then also the loser's
  const placesAtOld = async () => {
    const to = new Date(Date.parse(old ?? '') + 60_000).toISOString();
    const there = await winner.patient.slots(winner.visit, `from: "${old}", to: "${to}"`);
    return there.reduce((sum, { placesLeft }) => sum + placesLeft, 0);
  };
  const places = await placesAtOld();
  expect(places).toBeGreaterThan(0);
  const next = first(nextFree);
  expect(await loser.patient.carryOut('rescheduleAppointment', loser.visit, { slot: next })).toEqual(
    done(movedTo(loser.visit, next)),
  );
  expect(await placesAtOld()).toBe(places + 1);
});
