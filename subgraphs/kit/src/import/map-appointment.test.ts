import { describe, expect, it } from 'vitest';
import { aContext, anAppointment, anEncounter, entryOf } from '../testing/fhir.ts';
import type { Appointment, Encounter } from './fhir.ts';
import { mapAppointment } from './map-appointment.ts';
import { mapEncounter } from './map-encounter.ts';

const nhs = (name: string, valueCode: string) => ({
  url: `https://fhir.nhs.uk/StructureDefinition/Extension-${name}`,
  valueCode,
});
const appointment = (given: Partial<Appointment>) =>
  mapAppointment(entryOf(anAppointment({ id: 'a', ...given })), aContext());
const encounter = (given: Partial<Encounter>) => mapEncounter(entryOf(anEncounter({ id: 'e', ...given })), aContext());

describe('mapAppointment', () => {
  it('holds who, where and what to prepare', () => {
    const context = aContext(
      {
        resourceType: 'PractitionerRole',
        id: 'r',
        practitioner: { reference: 'Practitioner/p' },
        code: [{ text: 'Consultant' }],
      } as never,
      {
        resourceType: 'Practitioner',
        id: 'p',
        name: [{ prefix: ['Dr'], given: ['Ines'], family: 'Fontaine' }],
      } as never,
      {
        resourceType: 'Location',
        id: 'l',
        name: 'Outpatients 3',
        description: 'Second floor',
        telecom: [{ system: 'phone', value: '020 7946 0123' }],
        address: { line: ['Galsworthy Road'], postalCode: 'KT2 7QB' },
        position: { latitude: 51.41, longitude: -0.28 },
      } as never,
    );
    const given = anAppointment({
      id: 'a',
      specialty: [{ text: 'Cardiology' }],
      reasonCode: [{ text: 'Chest pain (finding)' }],
      patientInstruction: 'Bring your tablets.',
      participant: [
        { actor: { reference: 'Patient/one' } },
        { actor: { reference: 'PractitionerRole/r' } },
        { actor: { reference: 'Location/l' } },
      ],
      extension: [{ url: 'https://example.org/transport-booked', valueBoolean: true }],
    });
    expect(mapAppointment(entryOf(given), context)).toEqual({
      section: 'OUTPATIENT_APPOINTMENTS',
      at: '2027-06-01T09:00:00.000Z',
      status: 'booked',
      content: {
        kind: 'outpatient',
        mode: 'in-person',
        startsAt: '2027-06-01T09:00:00.000Z',
        endsAt: '2027-06-01T09:30:00.000Z',
        specialty: 'Cardiology',
        reason: 'Chest pain',
        clinician: { name: 'Dr Ines Fontaine', role: 'Consultant' },
        preparation: 'Bring your tablets.',
        transport: true,
        location: {
          name: 'Outpatients 3',
          address: ['Galsworthy Road'],
          postcode: 'KT2 7QB',
          directions: 'Second floor',
          position: { latitude: 51.41, longitude: -0.28 },
        },
        contact: { name: 'Outpatients 3', phone: '020 7946 0123' },
      },
    });
  });

  it.each<[Partial<Appointment>, string]>([
    [{ status: 'booked' }, 'booked'],
    [{ status: 'cancelled' }, 'cancelled'],
    [{ status: 'fulfilled' }, 'fulfilled'],
    [{ status: 'noshow' }, 'did-not-attend'],
    [{ status: 'arrived' }, 'fulfilled'],
    [{ extension: [nhs('Appointment-RequestStatus', 'Pending Reschedule')] }, 'pending-reschedule'],
    [{ extension: [nhs('Appointment-Status', 'bookedPendingChange')] }, 'pending-change'],
    [{ extension: [nhs('Appointment-Status', 'bookedPendingCancellation')] }, 'pending-cancellation'],
    [{ status: 'cancelled', extension: [nhs('Appointment-Status', 'cancelledPendingReschedule')] }, 'cancelled'],
  ])('has the state of %j', (given, status) => expect(appointment(given)).toMatchObject({ status }));

  it.each<[Partial<Appointment>, string, string]>([
    [{ extension: [nhs('Encounter-Class', 'daycase')] }, 'PROCEDURES', 'day-case'],
    [{ extension: [nhs('Encounter-Class', 'inpatient')] }, 'ADMISSIONS', 'inpatient'],
    [{ appointmentType: { coding: [{ code: 'IMP' }] } }, 'ADMISSIONS', 'inpatient'],
    [{ serviceType: [{ text: 'MRI of knee' }] }, 'RADIOLOGY_APPOINTMENTS', 'diagnostic'],
    [{ specialty: [{ coding: [{ code: '810' }] }] }, 'RADIOLOGY_APPOINTMENTS', 'diagnostic'],
    [{ description: 'Chest X-ray' }, 'RADIOLOGY_APPOINTMENTS', 'diagnostic'],
    [
      { specialty: [{ text: 'Cardiology' }], description: 'To discuss your MRI' },
      'OUTPATIENT_APPOINTMENTS',
      'outpatient',
    ],
  ])('stands in the section of %j', (given, section, kind) =>
    expect(appointment(given)).toMatchObject({ section, content: { kind } }),
  );

  it.each<[Partial<Appointment>, string]>([
    [{ extension: [nhs('Consultation-Medium', 'VIDEO_CONSULTATION')] }, 'video'],
    [{ extension: [nhs('Consultation-Medium', 'FACE_TO_FACE')] }, 'in-person'],
    [{ serviceType: [{ text: 'Telephone clinic' }] }, 'telephone'],
  ])('takes place as %j says', (given, mode) => expect(appointment(given)).toMatchObject({ content: { mode } }));

  it('goes by the numbers of its booking, referral and pathway', () => {
    const given = anAppointment({
      id: 'a',
      identifier: [
        { system: 'https://fhir.nhs.uk/Id/UBRN', value: '0000 0000 0001' },
        { system: 'https://portal.example.org/fhir/Appointment', value: '4817508' },
        { type: { text: 'Booking reference' }, value: '77' },
        { system: 'https://example.org/colour', value: 'blue' },
      ],
      basedOn: [
        { reference: 'ServiceRequest/s' },
        { identifier: { system: 'https://fhir.nhs.uk/Id/PathwayId', value: 'RBH5' } },
      ],
    });
    const referral = {
      resourceType: 'ServiceRequest',
      id: 's',
      identifier: [{ system: 'https://fhir.nhs.uk/Id/UBRN', value: '000000000002' }],
    } as never;
    const mapped = mapAppointment(entryOf(given), aContext(referral));
    expect(mapped).toMatchObject({
      content: {
        identifiers: [
          { kind: 'booking', system: 'https://fhir.nhs.uk/Id/UBRN', value: '0000 0000 0001' },
          { kind: 'booking', system: 'https://portal.example.org/fhir/Appointment', value: '4817508' },
          { kind: 'booking', value: '77' },
          { kind: 'referral', system: 'https://fhir.nhs.uk/Id/UBRN', value: '000000000002' },
          { kind: 'pathway', system: 'https://fhir.nhs.uk/Id/PathwayId', value: 'RBH5' },
        ],
      },
    });
    const at = 'outpatient|2027-06-01T09:00:00.000Z';
    expect('keys' in mapped && mapped.keys).toEqual([
      { value: 'booked|ubrn|000000000001', lasting: false },
      { value: `referred|ubrn|000000000001|${at}`, lasting: true },
      { value: 'booked|portal.example.org/fhir/appointment|4817508', lasting: false },
      { value: `referred|portal.example.org/fhir/appointment|4817508|${at}`, lasting: true },
      { value: `referred|ubrn|000000000002|${at}`, lasting: true },
      { value: `referred|pathway|RBH5|${at}`, lasting: true },
    ]);
  });

  it.each([{ latitude: 91, longitude: 0 }, { latitude: 51 }, { latitude: '51', longitude: '0' }])(
    'has no position where %j is none',
    (position) => {
      const place = { resourceType: 'Location', id: 'l', name: 'Outpatients', position } as never;
      const given = anAppointment({ id: 'a', participant: [{ actor: { reference: 'Location/l' } }] });
      expect(mapAppointment(entryOf(given), aContext(place))).toMatchObject({
        content: { location: { name: 'Outpatients' } },
      });
      expect(JSON.stringify(mapAppointment(entryOf(given), aContext(place)))).not.toContain('position');
    },
  );

  it('is none before it is booked, or when entered in error', () => {
    for (const status of ['proposed', 'pending', 'waitlist', 'entered-in-error'])
      expect(appointment({ status })).toHaveProperty('notMapped');
  });

  it.each([
    [{ status: 'sometime' }, 'no status'],
    [{ start: '2027-02-30' }, 'cannot be'],
  ])('is set aside for %j', (given, reason) => expect(() => appointment(given)).toThrow(reason));
});

describe('mapEncounter', () => {
  it.each<[Partial<Encounter>, object]>([
    [
      { class: { code: 'AMB' } },
      { section: 'OUTPATIENT_APPOINTMENTS', status: 'fulfilled', content: { mode: 'in-person' } },
    ],
    [{ class: { code: 'EMER' } }, { section: 'OUTPATIENT_APPOINTMENTS' }],
    [{ class: { code: 'VR' } }, { section: 'OUTPATIENT_APPOINTMENTS', content: { mode: 'video' } }],
    [{ class: { code: 'VR' }, type: [{ text: 'Telephone encounter' }] }, { content: { mode: 'telephone' } }],
    [{ class: { code: 'IMP' } }, { section: 'ADMISSIONS', content: { kind: 'inpatient' } }],
    [{ class: [{ coding: [{ code: 'IMP' }] }] }, { section: 'ADMISSIONS' }],
    [{ class: { code: 'SS' } }, { section: 'PROCEDURES', content: { kind: 'day-case' } }],
    [{ status: 'cancelled' }, { status: 'cancelled' }],
    [{ status: 'planned' }, { status: 'booked' }],
    [{ status: 'entered-in-error' }, { notMapped: 'entered in error at its source' }],
  ])('makes of %j what a patient knows it as', (given, expected) => expect(encounter(given)).toMatchObject(expected));

  it('is set aside without a date', () => expect(() => encounter({ period: {} })).toThrow('no date'));
});
