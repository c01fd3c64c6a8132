import { describe, expect, it } from 'vitest';
import { noResponse } from '../appointments/facts.ts';
import type {
  AppointmentContent,
  AppointmentStatus,
  EntryContent,
  LetterContent,
  ResultContent,
} from '../storage/content.ts';
import type { StoredItem } from '../storage/readers.ts';
import { exampleTrusts } from '../testing/builders.ts';
import { type About, organisationsOf, sourceReference } from './about.ts';
import { createBodyBudget } from './body-budget.ts';
import { derivedId } from './fhir.ts';
import { mapAppointment } from './map-appointment.ts';
import { type Asked, mapConversation } from './map-conversation.ts';
import { mapEntry } from './map-entry.ts';
import { mapLetter } from './map-letter.ts';
import { mapPatient, nameOf } from './map-patient.ts';
import { mapProvenance } from './map-provenance.ts';
import { mapResult } from './map-result.ts';

const [example, partners] = exampleTrusts as [About['trust'], About['trust']];
const patient = { reference: 'urn:uuid:patient', type: 'Patient' };
const about: About = { trust: example, patient, holds: (id) => id === 'known' };
const at = new Date('2026-05-02T10:00:00.000Z');

function item<Content extends StoredItem['content']>(
  content: Content,
  given: Partial<StoredItem> = {},
): StoredItem<Content> {
  const fixed = { recordId: 'record', id: 'item', section: 'CLINIC_LETTERS', source: 'example', at, status: 'final' };
  return { ...fixed, content, receivedAt: at, updatedAt: at, ...given } as StoredItem<Content>;
}

describe('an appointment', () => {
  const content: AppointmentContent = { kind: 'outpatient', mode: 'in-person', startsAt: '2026-10-25T00:30:00.000Z' };
  const mapped = (
    given: Partial<AppointmentContent> = {},
    status: AppointmentStatus = 'booked',
    response = noResponse,
  ) => mapAppointment(item({ ...content, ...given }, { status }), response, about).at(-1);

  it.each<[AppointmentStatus, string, string | undefined]>([
    ['booked', 'booked', undefined],
    ['cancelled', 'cancelled', undefined],
    ['fulfilled', 'fulfilled', undefined],
    ['did-not-attend', 'noshow', undefined],
    ['pending-change', 'booked', 'Pending Change'],
    ['pending-reschedule', 'booked', 'Pending Reschedule'],
    ['pending-cancellation', 'booked', 'Pending Cancellation'],
  ])('that is %s is %s in FHIR', (status, fhir, pending) => {
    const found = mapped({}, status);
    const extensions = found?.['extension'] as { url: string; valueCode?: string }[];
    expect(found?.['status']).toBe(fhir);
    expect(extensions.find(({ url }) => url.endsWith('RequestStatus'))?.valueCode).toBe(pending);
  });

  it.each([
    ['outpatient', 'AMB'],
    ['day-case', 'SS'],
    ['inpatient', 'IMP'],
    ['diagnostic', '394914008'],
  ] as const)('of kind %s has the class %s', (kind, code) =>
    expect(mapped({ kind })).toMatchObject({ serviceCategory: [{ coding: [{ code }] }] }),
  );

  it('says of an end that nobody knows that it is unknown', () => {
    expect(mapped()).toMatchObject({ start: content.startsAt, _end: { extension: [{ valueCode: 'unknown' }] } });
    expect(mapped({ endsAt: '2026-10-25T01:30:00.000Z' })).not.toHaveProperty('_end');
  });

  it.each([
    ['accepted', { at, start: new Date(content.startsAt) }, 'accepted'],
    ['accepted at another time', { at, start: at }, 'needs-action'],
    ['not accepted', null, 'needs-action'],
  ])('that the patient has %s says so', (_what, accepted, status) =>
    expect(mapped({}, 'booked', { ...noResponse, accepted })).toMatchObject({
      participant: [{ actor: patient, status }, expect.anything()],
    }),
  );

  it('without a place still says whose it is', () => {
    const resources = mapAppointment(item(content, { status: 'booked' }), noResponse, about);
    expect(resources.map(({ resourceType }) => resourceType)).toEqual(['HealthcareService', 'Appointment']);
    expect(resources[0]).toMatchObject({ providedBy: sourceReference(example, 'example') });
  });

  it.each([
    [['booking', 'pathway', 'referral'], ['booking', 'pathway'], ['referral']],
    [['booking', 'referral', 'pathway'], ['booking'], ['referral', 'pathway']],
    [['pathway'], ['pathway'], undefined],
  ] as const)('of %s has %s of its own, and %s of its referral', (kinds, own, ofReferral) => {
    const identifiers = kinds.map((kind) => ({ kind, system: 'https://a.b', value: kind }));
    const found = mapped({ identifiers });
    const basedOn = found?.['basedOn'] as { identifier: { value: string } }[] | undefined;
    expect(found?.['identifier']).toMatchObject(own.map((value) => ({ value })));
    expect(basedOn?.map((each) => each.identifier.value)).toEqual(ofReferral);
  });
});

describe('a letter', () => {
  const content: LetterContent = { kind: 'clinic', title: 'Clinic letter', writtenAt: at.toISOString() };
  const mapped = (given: Partial<LetterContent> = {}, body = {}, status: StoredItem['status'] = 'final') =>
    mapLetter(item({ ...content, ...given }, { status }), { isLeftOut: false, ...body }, undefined, about)[0];

  it('refers to what is in the Bundle, and to nothing else', () => {
    expect(mapped({ replaces: ['known', 'gone'], appointment: 'known' })).toMatchObject({
      relatesTo: [{ code: 'replaces', target: { reference: 'urn:uuid:known' } }],
      context: { related: [{ reference: 'urn:uuid:known', type: 'Appointment' }] },
    });
    expect(mapped({ replaces: ['gone'], appointment: 'gone' })).not.toHaveProperty('relatesTo');
    expect(mapped({ appointment: 'gone' })).not.toHaveProperty('context');
  });

  it.each([
    ['words', { text: 'Žluťoučký' }, [{ contentType: 'text/plain; charset=utf-8', size: 13 }]],
    [
      'words and a file',
      { text: 'a', file: { contentType: 'application/pdf', body: Buffer.from('%PDF') } },
      [{ size: 1 }, { contentType: 'application/pdf', data: 'JVBERg==', size: 4 }],
    ],
    ['nothing', {}, [{ title: 'Clinic letter' }]],
    ['what was left out', { isLeftOut: true }, [{ title: 'Clinic letter (not in this export)' }]],
  ])('with %s', (_what, body, attachments) =>
    expect(mapped({}, body)?.['content']).toMatchObject(attachments.map((attachment) => ({ attachment }))),
  );

  it('that was left out has no content', () => {
    expect(JSON.stringify(mapped({}, { isLeftOut: true, text: 'secret' }))).not.toContain('"data"');
  });

  it.each([
    ['final', 'current', 'final'],
    ['amended', 'current', 'amended'],
    ['superseded', 'superseded', 'final'],
  ] as const)('that is %s is %s, %s', (status, fhir, docStatus) =>
    expect(mapped({}, {}, status)).toMatchObject({ status: fhir, docStatus }),
  );
});

describe('a result', () => {
  const mapped = (observation: ResultContent['observations'][number]) =>
    mapResult(item({ name: 'Test', takenAt: at.toISOString(), observations: [observation] }), about)[0];
  it.each([
    [
      'a number',
      { value: { kind: 'quantity', number: 0.5, unit: 'mg/L', comparator: '<' } },
      { valueQuantity: { value: 0.5, unit: 'mg/L', comparator: '<' } },
    ],
    ['words', { value: { kind: 'text', text: 'Seen' } }, { valueString: 'Seen' }],
    [
      'HL7’s code of a meaning',
      { interpretation: 'High', interpretationCode: 'H' },
      { interpretation: [{ coding: [{ system: expect.stringContaining('hl7'), code: 'H' }], text: 'High' }] },
    ],
    ['a code of its own', { interpretationCode: 'ZZ' }, { interpretation: [{ coding: [{ code: 'ZZ' }] }] }],
    [
      'half a range',
      { referenceRange: { high: 5, unit: 'g' } },
      { referenceRange: [{ high: { value: 5, unit: 'g' } }] },
    ],
    [
      'why there is no value',
      { components: [{ name: 'a', note: 'No value: error' }] },
      { component: [{ dataAbsentReason: { text: 'No value: error' } }] },
    ],
  ])('with %s', (_what, given, expected) =>
    expect(mapped({ name: 'x', ...(given as object) })).toMatchObject(expected),
  );

  it('does not give a component the code of its group, which FHIR forbids', () => {
    const code = { system: 'http://loinc.org', code: '1' };
    expect(mapped({ name: 'a', code, components: [{ name: 'b', code }] })).toMatchObject({
      code: { coding: [code] },
      component: [{ code: { text: 'b' } }],
    });
    expect(JSON.stringify(mapped({ name: 'a', code, components: [{ name: 'b', code }] })?.['component'])).not.toContain(
      'loinc',
    );
  });
});

describe('what the patient added', () => {
  it.each<[EntryContent, string, object]>([
    [
      { kind: 'symptom', words: 'Dizzy', severity: 0 },
      'Observation',
      { valueString: 'Dizzy', component: [{ valueInteger: 0 }] },
    ],
    [
      { kind: 'measurement', measurement: { what: 'Weight', number: 71, unit: 'kg' } },
      'Observation',
      { code: { text: 'Weight' }, valueQuantity: { value: 71, unit: 'kg' } },
    ],
    [
      { kind: 'medication', medication: { name: 'Ramipril', from: '2024-02-29' } },
      'MedicationStatement',
      { medicationCodeableConcept: { text: 'Ramipril' }, effectivePeriod: { start: '2024-02-29' } },
    ],
    [{ kind: 'note', words: 'Ask.' }, 'Observation', { valueString: 'Ask.' }],
  ])('D2 %o is a %s, and they are who says it', (content, resourceType, expected) => {
    const found = mapEntry(item(content, { section: 'PATIENT_ENTRIES' }), about);
    expect(found).toMatchObject({ resourceType, subject: patient, ...expected });
    expect([found['performer'], found['informationSource']].flat()).toContainEqual(patient);
  });
});

describe('who and whose', () => {
  it.each([
    [
      'a title',
      ['Ms Ada Okafor', 'Ada', 'Okafor'],
      { prefix: ['Ms'], given: ['Ada'], family: 'Okafor', text: 'Ms Ada Okafor' },
    ],
    ['no title', ['Ada Okafor', 'Ada', 'Okafor'], { given: ['Ada'], family: 'Okafor', text: 'Ada Okafor' }],
    ['one name alone', ['Madonna'], { text: 'Madonna' }],
  ] as const)('a name with %s', (_what, [name, given, family], expected) =>
    expect(nameOf(name, given, family)).toEqual({ use: 'official', ...expected }),
  );

  it('the patient goes by the NHS number, and their details say nothing that is not known', () => {
    const found = mapPatient(
      'record',
      { nhsNumber: '9990000018', name: 'Ada', birthDate: '1980-02-29' },
      { paperless: true, texts: false },
      about,
    );
    expect(found).toMatchObject({
      id: 'record',
      identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }],
      birthDate: '1980-02-29',
    });
    for (const absent of ['telecom', 'address', 'gender']) expect(found).not.toHaveProperty(absent);
  });

  it('M5 W13 a partnership has an organisation for each source, and one that keeps the records', () => {
    expect(organisationsOf(partners).map(({ name, identifier }) => [name, identifier])).toEqual([
      ['North and South', undefined],
      ['North', [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'X27' }]],
      ['South', [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'X28' }]],
    ]);
    expect(organisationsOf(example).length).toBe(1);
  });

  it('M5 each way by which an item came has its own Provenance', () => {
    const ways = ['north', 'south'].map((source) => ({ source, receivedAt: at, changedAt: at }));
    const found = mapProvenance(item({ kind: 'note' }), 'Appointment', ways, { ...about, trust: partners });
    expect(found.map(({ agent }) => (agent as { who: { display: string } }[])[0]?.who.display)).toEqual([
      'North',
      'South',
    ]);
    expect(found[0]).toMatchObject({ target: [{ reference: 'urn:uuid:item' }], recorded: at.toISOString() });
  });
});

describe('what was asked', () => {
  const asked: Asked = {
    id: 'q',
    number: 'A',
    about: 'A mistake',
    words: undefined,
    item: 'known',
    source: undefined,
    createdAt: at,
    answeredAt: null,
    reply: null,
  };
  const mapped = (given: Partial<Asked>) => mapConversation({ ...asked, ...given }, about, () => 'Appointment');
  it.each([
    [
      'is open',
      {},
      [{ status: 'in-progress', about: [{ reference: 'urn:uuid:known' }], payload: [{ contentString: 'A mistake' }] }],
    ],
    ['is about what is not here', { item: 'gone' }, [{ status: 'in-progress' }]],
    ['was seen to without a word', { answeredAt: at }, [{ status: 'completed' }]],
    [
      'was answered',
      { answeredAt: at, reply: 'Done.' },
      [
        { status: 'completed' },
        { inResponseTo: [{ reference: 'urn:uuid:q' }], payload: [{ contentString: 'Done.' }], recipient: [patient] },
      ],
    ],
  ])('%s', (_what, given, expected) => expect(mapped(given)).toMatchObject(expected));
  it('refers to nothing that is not here', () => expect(mapped({ item: 'gone' })[0]).not.toHaveProperty('about'));
});

describe('the size of an export', () => {
  it('takes smaller documents behind one that did not fit, and counts what it leaves out', () => {
    const budget = createBodyBudget(10);
    expect([6, 6, 4, 1].map((bytes) => budget.take(bytes))).toEqual([true, false, true, false]);
    expect(budget.leftOut()).toBe(2);
  });
});

it('gives the same words the same id, and others another', () => {
  expect(derivedId('a', 'b')).toBe(derivedId('a', 'b'));
  expect(derivedId('a', 'b')).not.toBe(derivedId('ab'));
  expect(derivedId('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});
