import type { SeedRecord } from './seed.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Ids of the records and items below. */
export const ids = {
  adult: uuid(1),
  child: uuid(2),
  other: uuid(3),
  unknown: uuid(9),
  appointment: uuid(11),
  letter: uuid(12),
  result: uuid(13),
  summary: uuid(14),
  document: uuid(15),
  entry: uuid(16),
  slot: uuid(90),
  report: uuid(91),
  request: uuid(92),
  look: uuid(93),
} as const;

/** One of everything that a record can hold, with every optional field filled in. */
const everything = (n: number): Pick<SeedRecord, 'items' | 'documents'> => ({
  items: [
    {
      id: uuid(n + 1),
      section: 'OUTPATIENT_APPOINTMENTS',
      source: 'example',
      at: '2026-07-01T08:30:00Z',
      status: 'booked',
      content: {
        kind: 'outpatient',
        mode: 'in-person',
        startsAt: '2026-07-01T08:30:00.000Z',
        endsAt: '2026-07-01T09:00:00.000Z',
        specialty: 'Cardiology',
        reason: 'Follow-up',
        clinician: { name: 'Dr Ines Fontaine', role: 'Consultant cardiologist' },
        location: {
          name: 'Outpatients 3',
          address: ['Galsworthy Road'],
          postcode: 'KT2 7QB',
          directions: 'Second floor, turn left.',
        },
        preparation: 'Bring your tablets.',
        contact: { name: 'Cardiology bookings', phone: '+442079460123', email: 'cardiology@example.org' },
        transport: true,
      },
      routes: [
        {
          id: uuid(n + 1),
          source: 'example',
          changedAt: '2026-04-02T10:00:00.000Z',
          content: {
            kind: 'outpatient',
            mode: 'in-person',
            startsAt: '2026-07-01T08:30:00.000Z',
            location: { name: 'Outpatients 3' },
          },
        },
        {
          id: uuid(n + 7),
          source: 'example',
          changedAt: '2026-03-01T10:00:00.000Z',
          content: {
            kind: 'outpatient',
            mode: 'in-person',
            startsAt: '2026-07-01T08:00:00.000Z',
            location: { name: 'Outpatients 3' },
          },
        },
      ],
    },
    {
      id: uuid(n + 2),
      section: 'CLINIC_LETTERS',
      source: 'example',
      at: '2026-05-02T00:00:00Z',
      status: 'final',
      content: {
        kind: 'clinic',
        title: 'Cardiology clinic letter',
        writtenAt: '2026-05-02T00:00:00.000Z',
        author: 'Dr Ines Fontaine',
        text: 'You are well.',
        documentId: uuid(n + 5),
        contentType: 'text/plain',
        size: 13,
      },
    },
    {
      id: uuid(n + 3),
      section: 'TEST_RESULTS',
      source: 'example',
      at: '2026-05-03T10:00:00Z',
      status: 'final',
      content: {
        name: 'Full blood count',
        code: { system: 'http://loinc.org', code: '58410-2' },
        takenAt: '2026-05-03T10:00:00.000Z',
        issuedAt: '2026-05-03T15:00:00.000Z',
        conclusion: 'Normal.',
        performer: 'Pathology',
        observations: [
          {
            name: 'Haemoglobin',
            code: { system: 'http://loinc.org', code: '718-7' },
            value: { kind: 'quantity', number: 131, unit: 'g/L' },
            referenceRange: { low: 115, high: 165, unit: 'g/L' },
            interpretation: 'Normal',
          },
        ],
      },
    },
    {
      id: uuid(n + 4),
      section: 'DISCHARGE_SUMMARIES',
      source: 'example',
      at: '2026-04-04T16:00:00Z',
      status: 'amended',
      content: {
        title: 'Discharge summary',
        admittedAt: '2026-04-01T07:00:00.000Z',
        dischargedAt: '2026-04-04T16:00:00.000Z',
        specialty: 'Cardiology',
        clinician: { name: 'Dr Ines Fontaine' },
        text: 'Went home well.',
      },
    },
    {
      id: uuid(n + 6),
      section: 'PATIENT_ENTRIES',
      source: 'example',
      at: '2026-05-04T19:00:00Z',
      status: 'final',
      content: {
        kind: 'medication',
        words: 'With breakfast.',
        severity: 1,
        measurement: { what: 'Weight', number: 71.5, unit: 'kg' },
        medication: { name: 'Ramipril', dose: '5 mg', from: '2026-01-01', to: '2026-02-01' },
      },
    },
  ],
  documents: [{ id: uuid(n + 5), contentType: 'text/plain', body: 'You are well.' }],
});

/** An adult, a child and somebody else, each with one of everything at Example. */
export const lives: readonly SeedRecord[] = [
  {
    id: ids.adult,
    patient: {
      nhsNumber: '9990000018',
      name: 'Ada Okafor',
      birthDate: '1992-03-04',
      mobile: '+447700900123',
      email: 'ada@example.org',
    },
    ...everything(10),
  },
  {
    id: ids.child,
    patient: {
      nhsNumber: '9990000026',
      name: 'Ben Okafor',
      birthDate: '2015-03-04',
      mobile: '+447700900123',
      email: 'ben@example.org',
    },
    ...everything(20),
  },
  {
    id: ids.other,
    patient: {
      nhsNumber: '9990000034',
      name: 'Cara Lund',
      birthDate: '1961-12-24',
      mobile: '+447700900124',
      email: 'cara@example.org',
    },
    ...everything(30),
  },
];
