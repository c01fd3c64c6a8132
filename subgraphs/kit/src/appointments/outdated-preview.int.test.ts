import { describe, expect, it } from 'vitest';
import { bed, callField, change, seePreview, untouched, asBooked } from '../testing/appointment-verbs.ts';
import { anAppointment, type BedPatient } from '../testing/appointments-bed.ts';
import { testVault } from '../testing/seed.ts';

describe('a preview that no longer holds', () => {
  const refusedAs = (code: string, field: string, patient: BedPatient, more: object = {}) => ({
    appointment: { ...asBooked(patient), acceptedAt: null },
    userErrors: [{ code, field }],
    preview: { possible: true, facts: [{ code: 'DISCHARGED' }, { code: 'NEW_REFERRAL_NEEDED' }] },
    nextFree: null,
    ...more,
  });
  const cancel = async (patient: BedPatient, preview: string | null) =>
    ((await change(patient, 'cancel', { preview })).data as { example: { cancelAppointment: object } }).example
      .cancelAppointment;

  it.each([
    ['is none', async () => 'nonsense'],
    ['is of another verb', async (patient: BedPatient) => (await seePreview(patient, 'askCancel')).token],
    ['is of another appointment', async () => (await seePreview(await bed.addPatient(), 'cancel')).token],
    [
      'is changed',
      async (patient: BedPatient) => (await seePreview(patient, 'cancel')).token?.replace(/.{3}$/, 'AAA') ?? null,
    ],
    [
      'is signed by somebody else',
      async ({ record, appointment: item }: BedPatient) =>
        bed.mint({ audience: 'example/previews', grants: [], iss: 'example', verb: 'cancel', record, item, basis: '' }),
    ],
  ])('W10 is refused when it %s', async (_case, previewOf) => {
    const patient = await bed.addPatient();
    expect(await cancel(patient, await previewOf(patient))).toEqual(refusedAs('PREVIEW_OUTDATED', 'preview', patient));
    expect(await bed.traces(patient)).toEqual(untouched);
  });

  it('W10 is refused after its quarter of an hour, and the new one is taken', async () => {
    const patient = await bed.addPatient();
    const { token: preview } = await seePreview(patient, 'cancel');
    bed.setClock('2026-06-10T11:15:00.000Z');
    const later = { ...patient, token: await bed.tokenOf(patient.record) };
    const answer = await callField(later, 'cancelAppointment', { preview });
    const renewed = (await seePreview(later, 'cancel')).token;
    const again = await callField(later, 'cancelAppointment', { preview: renewed });
    bed.setClock();
    expect([answer, again]).toMatchObject([
      { data: { example: { cancelAppointment: { userErrors: [{ code: 'PREVIEW_OUTDATED' }] } } } },
      { data: { example: { cancelAppointment: { userErrors: [], appointment: { status: 'CANCELLED' } } } } },
    ]);
  });

  it('W10 is refused when the hospital has moved the appointment since', async () => {
    const patient = await bed.addPatient();
    const { token: preview } = await seePreview(patient, 'cancel');
    const content = { ...anAppointment, startsAt: '2026-06-23T09:00:00.000Z', endsAt: '2026-06-23T09:20:00.000Z' };
    await bed.admin.query('update item set at = $2, content = $3 where id = $1', [
      patient.appointment,
      content.startsAt,
      testVault.seal(content, `item/${patient.record}/${patient.appointment}`),
    ]);
    expect(await cancel(patient, preview)).toEqual(
      refusedAs('PREVIEW_OUTDATED', 'preview', patient, {
        appointment: {
          ...asBooked(patient),
          startsAt: content.startsAt,
          endsAt: content.endsAt,
          acceptedAt: null,
        },
      }),
    );
  });

  it('U10 W10 is refused when the notice has become short since', async () => {
    const patient = await bed.addPatient({ startsAt: '2026-06-15T09:00:00.000Z', endsAt: '2026-06-15T09:20:00.000Z' });
    const { token: preview } = await seePreview(patient, 'cancel');
    bed.setClock('2026-06-10T23:00:00.000Z');
    const later = { ...patient, token: await bed.tokenOf(patient.record) };
    const answer = await callField(later, 'cancelAppointment', { preview });
    bed.setClock();
    expect(answer).toMatchObject({
      data: {
        example: {
          cancelAppointment: {
            userErrors: [{ code: 'PREVIEW_OUTDATED' }],
            preview: { facts: [{ code: 'DISCHARGED' }, { code: 'NEW_REFERRAL_NEEDED' }, { code: 'SHORT_NOTICE' }] },
          },
        },
      },
    });
  });

  it('W10 W12 is refused when the policy has changed since', async () => {
    const patient = await bed.addPatient({ transport: true });
    const { token: preview } = await seePreview(patient, 'cancel');
    expect(await callField(patient, 'cancelAppointment', { preview, service: 'noRearranging' })).toMatchObject({
      data: { example: { cancelAppointment: { userErrors: [{ code: 'PREVIEW_OUTDATED' }] } } },
    });
  });

  it('W10 is refused with the obstacle when one stands now', async () => {
    const patient = await bed.addPatient();
    const { token: preview } = await seePreview(patient, 'cancel');
    await change(patient, 'askCancel', { preview: (await seePreview(patient, 'askCancel')).token });
    expect(await cancel(patient, preview)).toEqual(
      refusedAs('NOT_POSSIBLE', 'appointment', patient, {
        appointment: { ...asBooked(patient), status: 'PENDING_CANCELLATION', acceptedAt: null },
        preview: { possible: false, facts: [{ code: 'REQUEST_PENDING' }] },
      }),
    );
  });
});
