import { describe, expect, it } from 'vitest';
import { aComposition, aContext, aDocument, anEncounter, base64, entryOf } from '../testing/fhir.ts';
import type { Attachment, Composition, DocumentReference, Resource } from './fhir.ts';
import { mapComposition, mapDocumentReference } from './map-letter.ts';
import { plainText } from './plain-text.ts';

const id = '00000000-0000-8000-8000-000000000001';
const document = (given: Partial<DocumentReference>, ...around: Resource[]) =>
  mapDocumentReference(entryOf(aDocument({ id: 'd', ...given })), aContext(...around), id);
const attached = (...attachments: Attachment[]) =>
  document({ content: attachments.map((attachment) => ({ attachment })) });
const composition = (given: Partial<Composition>, ...around: Resource[]) =>
  mapComposition(entryOf(aComposition({ id: 'c', ...given })), aContext(...around), id);
const stay = anEncounter({
  id: 'stay',
  class: { code: 'IMP' },
  period: { start: '2021-05-01T08:00:00Z', end: '2021-05-04T16:00:00Z' },
});
const visit = anEncounter({ id: 'visit' });
const pdf = Buffer.from('%PDF-1.7\nhello');

describe('mapDocumentReference', () => {
  it('is a letter with its text', () => {
    expect(document({ author: [{ display: 'Dr Ines Fontaine' }] })).toEqual({
      section: 'CLINIC_LETTERS',
      at: '2021-05-06T07:08:09.000Z',
      status: 'final',
      content: {
        title: 'Clinic letter',
        kind: 'clinic',
        writtenAt: '2021-05-06T07:08:09.000Z',
        author: 'Dr Ines Fontaine',
        text: 'You are well.',
      },
    });
  });

  it.each<[string, string, string]>([
    ['Appointment confirmation letter', 'confirmation', 'APPOINTMENT_LETTERS'],
    ['Admission booking confirmed', 'confirmation', 'APPOINTMENT_LETTERS'],
    ['Clinic outcome letter', 'outcome', 'CLINIC_LETTERS'],
    ['Rheumatology reschedule letter', 'appointment', 'APPOINTMENT_LETTERS'],
    ['Dermatology cancellation letter', 'appointment', 'APPOINTMENT_LETTERS'],
    ['Dermatology follow-up letter', 'clinic', 'CLINIC_LETTERS'],
    ['Thank you', 'other', 'CLINIC_LETTERS'],
  ])('K7 W5 tells what %s is', (description, kind, section) =>
    expect(document({ description })).toMatchObject({ section, content: { kind } }),
  );

  it('D9 says which department wrote it and what is enclosed', () => {
    const department = { resourceType: 'Organization', id: 'audiology', name: 'Audiology' } as Resource;
    const trust = { resourceType: 'Organization', id: 'trust', name: 'Example Hospital' } as Resource;
    const given = {
      author: [{ reference: 'Organization/trust' }, { reference: 'Organization/audiology' }],
      custodian: { reference: 'Organization/trust' },
      description: 'Clinic letter. Enc: hearing aid batteries, a leaflet',
      extension: [{ url: 'https://example.org/enclosure', valueString: 'Hearing aid' }],
    };
    expect(document(given, department, trust)).toMatchObject({
      content: { department: 'Audiology', enclosures: ['Hearing aid', 'hearing aid batteries', 'a leaflet'] },
    });
    expect(document({ context: { practiceSetting: { text: 'Dermatology' } } })).toMatchObject({
      content: { department: 'Dermatology' },
    });
  });

  it('K18 leads to the appointment that it is about, or to the visit that it was written at', () => {
    const related = [{ type: 'Appointment', reference: 'Appointment/a' }];
    expect(document({ context: { related, encounter: [{ reference: 'Encounter/visit' }] } }, visit)).toMatchObject({
      content: { appointment: 'id of Appointment/a' },
    });
    expect(document({ context: { encounter: [{ reference: 'Encounter/visit' }] } }, visit)).toMatchObject({
      content: { appointment: 'id of Encounter/visit' },
    });
    const booked = anEncounter({ id: 'visit', appointment: [{ reference: 'Appointment/b' }] });
    expect(document({ context: { encounter: [{ reference: 'Encounter/visit' }] } }, booked)).toMatchObject({
      content: { appointment: 'id of Appointment/b' },
    });
  });

  it('is known by its master identifier, and names the letters that it replaces', () => {
    const given = {
      masterIdentifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:1' },
      relatesTo: [
        { code: 'replaces', target: { reference: 'DocumentReference/old' } },
        { code: 'appends', target: { reference: 'DocumentReference/other' } },
      ],
    };
    expect(document(given)).toMatchObject({
      keys: [{ value: 'document|urn:ietf:rfc:3986|urn:uuid:1', lasting: false }],
      replaces: ['id of DocumentReference/old'],
      content: { replaces: ['id of DocumentReference/old'] },
    });
  });

  it('keeps a PDF as a file, and the text beside it', () => {
    const both = attached(
      { contentType: 'application/pdf', data: pdf.toString('base64') },
      { contentType: 'text/plain', data: base64('You are well.') },
    );
    expect(both).toMatchObject({
      content: { documentId: id, contentType: 'application/pdf', size: pdf.length, text: 'You are well.' },
      document: { contentType: 'application/pdf', bytes: pdf },
    });
  });

  it('finds its file in a Binary and in a data URL', () => {
    const binary = {
      resourceType: 'Binary',
      id: 'b',
      contentType: 'application/pdf',
      data: pdf.toString('base64'),
    } as Resource;
    expect(document({ content: [{ attachment: { url: 'Binary/b' } }] }, binary)).toMatchObject({
      content: { contentType: 'application/pdf' },
    });
    expect(attached({ url: `data:text/plain;base64,${base64('Hello')}` })).toMatchObject({
      content: { text: 'Hello' },
    });
  });

  it('reads HTML and Latin-1 as words', () => {
    expect(
      attached({
        contentType: 'text/html',
        data: base64('<p>Dear <b>Ada</b>,</p><p>5 &lt; 6</p><script>alert(1)</script>'),
      }),
    ).toMatchObject({ content: { text: 'Dear Ada,\n5 < 6' } });
    expect(
      attached({
        contentType: 'text/plain; charset=iso-8859-1',
        data: Buffer.from('caf\xe9', 'latin1').toString('base64'),
      }),
    ).toMatchObject({ content: { text: 'café' } });
  });

  it.each<[string, Partial<DocumentReference>, Resource[], object]>([
    [
      'of a visit',
      { context: { encounter: [{ reference: 'Encounter/visit' }] }, description: 'Note' },
      [visit],
      { section: 'CLINIC_LETTERS', content: { kind: 'clinic' } },
    ],
    [
      'of a stay in hospital',
      { context: { encounter: [{ reference: 'Encounter/stay' }] } },
      [stay],
      {
        section: 'DISCHARGE_SUMMARIES',
        at: '2021-05-04T16:00:00.000Z',
        content: { admittedAt: '2021-05-01T08:00:00.000Z', dischargedAt: '2021-05-04T16:00:00.000Z' },
      },
    ],
    [
      'with LOINC 18842-5',
      { type: { coding: [{ code: '18842-5' }] } },
      [],
      { section: 'DISCHARGE_SUMMARIES', at: '2021-05-06T07:08:09.000Z' },
    ],
    ['with SNOMED CT 373942005', { type: { coding: [{ code: '373942005' }] } }, [], { section: 'DISCHARGE_SUMMARIES' }],
    [
      'about an appointment',
      { description: 'Dermatology cancellation letter' },
      [],
      { section: 'APPOINTMENT_LETTERS', content: { kind: 'appointment' } },
    ],
    [
      'that points to an appointment',
      { description: 'Dermatology', context: { related: [{ reference: 'https://my.portal.com/fhir/Appointment/7' }] } },
      [],
      { section: 'APPOINTMENT_LETTERS' },
    ],
    ['of no known kind', { description: 'Care plan' }, [], { section: 'CLINIC_LETTERS', content: { kind: 'other' } }],
    ['not final yet', { docStatus: 'preliminary' }, [], { status: 'unreleased' }],
    ['amended', { docStatus: 'amended' }, [], { status: 'amended' }],
    ['superseded by nobody who is named', { status: 'superseded' }, [], { status: 'final' }],
    ['entered in error', { status: 'entered-in-error' }, [], { notMapped: 'entered in error at its source' }],
  ])('%s', (_title, given, around, expected) => expect(document(given, ...around)).toMatchObject(expected));

  it.each<[Attachment, string]>([
    [{ contentType: 'text/plain', data: 'not base64!' }, 'not valid base64'],
    [{ contentType: 'text/plain', data: 'QUJDR' }, 'not valid base64'],
    [{ contentType: 'application/pdf', data: base64('hello') }, 'says PDF and is none'],
    [{ contentType: 'application/msword', data: base64('hello') }, 'of a kind that is not shown'],
    [{ contentType: 'image/svg+xml', data: base64('<svg onload="x()"/>') }, 'of a kind that is not shown'],
    [{ contentType: 'application/pdf', url: 'https://elsewhere.org/a.pdf' }, 'its file is not in the data'],
    [{ contentType: 'text/plain', data: base64('  ') }, 'no text and no file'],
    [{}, 'no text and no file'],
  ])('sets %j aside', (attachment, reason) => expect(() => attached(attachment)).toThrow(reason));

  it('is set aside without a title or a date', () => {
    expect(() => document({ description: '' })).toThrow('does not say what it is');
    expect(() => document({ date: '2021-02-30' })).toThrow('cannot be');
  });
});

describe('mapComposition', () => {
  it('is its sections in words', () => {
    const section = [
      {
        title: 'Diagnoses',
        text: { div: '<div><table><tr><th>Name</th><td>Asthma &amp; eczema</td></tr></table></div>' },
      },
      {
        title: 'Plan',
        text: { div: '<div><ul><li>Rest</li><li>Water</li></ul></div>' },
        section: [{ title: 'Later', text: { div: '<div>Call us.</div>' } }],
      },
    ];
    expect(composition({ section, type: { coding: [{ code: '373942005' }] } })).toEqual({
      section: 'DISCHARGE_SUMMARIES',
      at: '2021-05-06T07:08:09.000Z',
      status: 'final',
      content: { title: 'Summary', text: 'Diagnoses\nName: Asthma & eczema\n\nPlan\n- Rest\n- Water\nLater\nCall us.' },
    });
  });

  it('is set aside when it says nothing', () => expect(() => composition({ section: [] })).toThrow('no text'));
});

it('plainText keeps no markup', () =>
  expect(plainText('<div>a<br/>b<!-- c --> &#163;5 &#x26; &unknown;</div>')).toBe('a\nb £5 & &unknown;'));
