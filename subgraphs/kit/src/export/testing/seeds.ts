import type { SeedItem, SeedRecord } from '../../testing/seed.ts';

const uuid = (n: number) => `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;
const source = 'example';

/** Ids that tests speak of. */
export const seedIds = {
  visit: uuid(1),
  admission: uuid(6),
  clinicLetter: uuid(24),
  superseded: uuid(25),
  outcomeLetter: uuid(26),
  file: uuid(27),
} as const;

/** One appointment of each kind, way and state, with everything and with nothing that may be absent. */
export const appointmentSeeds: readonly SeedItem[] = [
  {
    id: seedIds.visit,
    section: 'OUTPATIENT_APPOINTMENTS',
    source,
    at: '2026-10-25T00:30:00.000Z',
    status: 'booked',
    content: {
      kind: 'outpatient',
      mode: 'in-person',
      startsAt: '2026-10-25T00:30:00.000Z',
      endsAt: '2026-10-25T01:30:00.000Z',
      specialty: 'Cardiology',
      reason: 'Follow-up',
      clinician: { name: 'Dr Ines Fontaine', role: 'Consultant cardiologist' },
      location: {
        name: 'Outpatients 3',
        address: ['1 High Road', 'Example Town'],
        postcode: 'KT2 7QB',
        directions: 'Second floor, turn left.',
        position: { latitude: 51.41, longitude: -0.28 },
      },
      identifiers: [
        { kind: 'booking', system: 'https://fhir.nhs.uk/Id/UBRN', value: '000049974391' },
        { kind: 'pathway', system: 'https://fhir.nhs.uk/Id/care-pathway-id', value: 'P1' },
        { kind: 'referral', system: 'https://example.org/referrals', value: 'R1' },
      ],
      preparation: 'Bring your tablets.',
      contact: { name: 'Cardiology bookings', phone: '+442079460123', email: 'cardiology@example.org' },
      transport: true,
      interpreter: false,
    },
  },
  appointment(2, 'did-not-attend', { kind: 'outpatient', mode: 'video' }),
  appointment(3, 'pending-reschedule', { kind: 'outpatient', mode: 'telephone', specialty: 'Clinical Radiology' }),
  appointment(4, 'pending-cancellation', { kind: 'outpatient', mode: 'in-person', clinician: { name: 'Dr A' } }),
  appointment(5, 'cancelled', { kind: 'outpatient', mode: 'in-person', reason: 'Day case assessment' }),
  { ...appointment(6, 'fulfilled', { kind: 'inpatient', mode: 'in-person' }), section: 'ADMISSIONS' },
  { ...appointment(7, 'booked', { kind: 'day-case', mode: 'in-person' }), section: 'PROCEDURES' },
  { ...appointment(8, 'pending-change', { kind: 'diagnostic', mode: 'in-person' }), section: 'RADIOLOGY_APPOINTMENTS' },
];

function appointment(n: number, status: SeedItem['status'], content: object): SeedItem {
  const at = `2026-0${n}-01T09:00:00.000Z`;
  return {
    id: uuid(n),
    section: 'OUTPATIENT_APPOINTMENTS',
    source,
    at,
    status,
    content: { startsAt: at, ...content } as SeedItem['content'],
  };
}

function letter(n: number, title: string, kind: string, more: object = {}): SeedItem {
  const writtenAt = `2026-03-${n}T10:00:00.000Z`;
  return {
    id: uuid(n),
    section: kind === 'appointment' || kind === 'confirmation' ? 'APPOINTMENT_LETTERS' : 'CLINIC_LETTERS',
    source,
    at: writtenAt,
    status: 'final',
    content: {
      title,
      kind,
      writtenAt,
      text: `${title}.\n\nDear Łukasz,\nplease read.`,
      ...more,
    } as SeedItem['content'],
  };
}

const letterSeeds: readonly SeedItem[] = [
  letter(21, 'Your visit', 'appointment', { appointment: seedIds.visit, department: 'Cardiology' }),
  letter(22, 'Booking confirmed', 'confirmation', { enclosures: ['A leaflet', 'A map'] }),
  letter(23, 'Invitation letter', 'appointment', { identifiers: [{ kind: 'booking', value: 'B-1' }] }),
  {
    ...letter(24, 'Cardiology clinic letter', 'clinic', {
      author: 'Dr Ines Fontaine',
      replaces: [seedIds.superseded],
      writtenAt: '2026-05-02T10:00:00.000Z',
    }),
    at: '2026-05-02T10:00:00.000Z',
    status: 'amended',
  },
  { ...letter(25, 'Cardiology clinic letter', 'clinic'), status: 'superseded' },
  letter(26, 'Outcome of your visit', 'outcome'),
  {
    ...letter(27, 'Thank you', 'other', {
      documentId: seedIds.file,
      contentType: 'application/pdf',
      size: 14,
      text: undefined,
    }),
  },
];

const resultSeeds: readonly SeedItem[] = [
  {
    id: uuid(31),
    section: 'TEST_RESULTS',
    source,
    at: '2026-03-29T00:59:00.000Z',
    status: 'final',
    content: {
      name: 'Full blood count',
      code: { system: 'http://loinc.org', code: '58410-2' },
      takenAt: '2026-03-29T00:59:00.000Z',
      issuedAt: '2026-03-29T15:00:00.000Z',
      conclusion: 'Normal.',
      performer: 'Pathology',
      observations: [
        {
          name: 'Haemoglobin',
          code: { system: 'http://loinc.org', code: '718-7' },
          value: { kind: 'quantity', number: 131, unit: 'g/L' },
          referenceRange: { low: 115, high: 165, unit: 'g/L' },
          interpretation: 'Normal',
          interpretationCode: 'N',
        },
        {
          name: 'CRP',
          value: { kind: 'quantity', number: 0.5, unit: 'mg/L', comparator: '<' },
          note: 'Repeat in May.',
        },
        {
          name: 'Comment',
          value: { kind: 'text', text: 'Slightly haemolysed.' },
          interpretation: 'Odd',
          interpretationCode: 'ZZ',
        },
        { name: 'Potassium', note: 'No value: error' },
      ],
    },
  },
  {
    id: uuid(32),
    section: 'TEST_RESULTS',
    source,
    at: '2024-02-29T12:00:00.000Z',
    status: 'amended',
    content: {
      name: 'Blood pressure',
      takenAt: '2024-02-29T12:00:00.000Z',
      performer: 'Clinic 2',
      observations: [
        {
          name: 'Blood pressure',
          code: { system: 'http://loinc.org', code: '85354-9' },
          referenceRange: { text: 'below 140/90' },
          components: [
            {
              name: 'Systolic',
              value: { kind: 'quantity', number: 120, unit: 'mmHg' },
              referenceRange: { high: 140, unit: 'mmHg' },
            },
            { name: 'Diastolic', note: 'Not heard' },
          ],
        },
      ],
    },
  },
];

const summarySeeds: readonly SeedItem[] = [
  {
    id: uuid(41),
    section: 'DISCHARGE_SUMMARIES',
    source,
    at: '2026-04-04T16:00:00.000Z',
    status: 'amended',
    content: {
      title: 'Discharge from ward 4',
      admittedAt: '2026-04-01T07:00:00.000Z',
      dischargedAt: '2026-04-04T16:00:00.000Z',
      specialty: 'Cardiology',
      clinician: { name: 'Dr Ines Fontaine', role: 'Consultant cardiologist' },
      text: 'Went home well.',
    },
  },
  {
    id: uuid(42),
    section: 'DISCHARGE_SUMMARIES',
    source,
    at: '2020-04-04T16:00:00.000Z',
    status: 'final',
    content: { title: 'Discharge summary', text: 'Long ago.' },
  },
];

function entry(n: number, content: object): SeedItem {
  const at = `2026-02-0${n}T08:00:00.000Z`;
  return {
    id: uuid(50 + n),
    section: 'PATIENT_ENTRIES',
    source,
    at,
    status: 'final',
    content: content as SeedItem['content'],
  };
}

/** What the patient added themselves, of each kind. */
export const entrySeeds: readonly SeedItem[] = [
  entry(1, { kind: 'symptom', words: 'Dizzy', severity: 4 }),
  entry(2, { kind: 'measurement', measurement: { what: 'Weight', number: 71.5, unit: 'kg' }, words: 'In the morning' }),
  entry(3, { kind: 'medication', medication: { name: 'Ramipril', dose: '5 mg', from: '2024-02-29' } }),
  entry(4, { kind: 'note', words: 'Ask about flying.' }),
];

/** One of everything that an export can hold. */
export const itemSeeds: readonly SeedItem[] = [
  ...appointmentSeeds,
  ...letterSeeds,
  ...resultSeeds,
  ...summarySeeds,
  ...entrySeeds,
];

export const documentSeeds: NonNullable<SeedRecord['documents']> = [
  { id: seedIds.file, contentType: 'application/pdf', body: '%PDF-1.7 hello' },
];
