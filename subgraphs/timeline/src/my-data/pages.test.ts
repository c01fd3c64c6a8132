import { describe, expect, it } from 'vitest';
import { aLetter, anAccount, answerOf, aPart, base64, idOf } from '../testing/parts.ts';
import { type Bounds, defaultBounds, pagesOf } from './pages.ts';
import { readParts } from './read-parts.ts';
import { tellResource } from './tell-resource.ts';

const madeAt = new Date('2026-06-15T09:00:00.000Z');
const pages = (resources: Parameters<typeof aPart>[2], bounds: Bounds = defaultBounds) => {
  const answer = answerOf(aPart('kingston', 'CLINIC_LETTERS', resources));
  return pagesOf(anAccount(), readParts(anAccount(), [{ trust: 'kingston', answer }]), madeAt, bounds);
};
const texts = (blocks: ReturnType<typeof pages>) => blocks.map(({ text }) => text);
const none = () => undefined;

describe('the pages', () => {
  it('say first what they are, what is missing, and who it is', () => {
    expect(pages([]).slice(0, 7)).toEqual([
      { as: 'H1', text: 'My hospital data' },
      { as: 'P', text: 'Made on 15 June 2026 at 10:00.' },
      { as: 'H2', text: 'What is missing' },
      { as: 'P', text: 'Every hospital that you have linked answered, with all that it shows.' },
      { as: 'P', text: expect.stringContaining('The JSON file has everything') },
      { as: 'H2', text: 'About you' },
      {
        as: 'P',
        text: 'Name: Łukasz Żak\nNHS number: 999 000 0018\nDate of birth: 29 February 1980\nMobile: +447700900001\nEmail: lukasz@example.org',
      },
    ]);
  });

  it('then go by hospital and section, with the text of each letter', () => {
    const found = pages([aLetter(1)]);
    const at = found.findIndex(({ text }) => text === 'Clinic letters');
    expect(found.slice(at, at + 5)).toEqual([
      { as: 'H3', text: 'Clinic letters' },
      { as: 'P', text: '1 item. Words about CLINIC_LETTERS.' },
      { as: 'P', text: '2 May 2026: Letter 1' },
      { as: 'P', text: 'Text of letter 1.' },
      { as: 'H3', text: 'Test results' },
    ]);
  });

  it.each<[string, Partial<Bounds>, string, number]>([
    ['a section', { items: 2 }, '3 more items in the JSON file: this one would have grown too long.', 2],
    ['the whole', { whole: 120 }, '2 more items in the JSON file: this one would have grown too long.', 3],
  ])('end %s where it grows too long, and say how much is left out', (_what, bounds, words, shown) => {
    const found = texts(
      pages(
        [1, 2, 3, 4, 5].map((n) => aLetter(n)),
        { ...defaultBounds, ...bounds },
      ),
    );
    expect(found.filter((text) => text.startsWith('Text of letter')).length).toBe(shown);
    expect(found).toContain(words);
  });

  it('cut a letter that is too long, and say so', () => {
    const found = texts(pages([aLetter(1)], { ...defaultBounds, letter: 7 }));
    expect(found).toContain('Text of');
    expect(found).toContain('The rest of this letter is in the JSON file.');
  });

  it.each([
    ['a script that our typeface lacks', 'عزيزي'],
    ['a word that never ends', 'x'.repeat(400)],
  ])('replace no letter of %s by another', (_what, text) => {
    const letter = aLetter(1, { content: [{ attachment: { contentType: 'text/plain', data: base64(text) } }] });
    const found = texts(pages([letter]));
    expect(found).toContain('This part has letters that a PDF of ours cannot show. It is in the JSON file.');
    expect(found.join(' ')).not.toContain(text);
  });
});

describe('an item in words', () => {
  it.each<[string, object, object]>([
    ['nothing that it knows', { resourceType: 'Basic' }, { title: 'Basic', lines: [] }],
    ['nothing at all', {}, { title: '', lines: [] }],
    [
      'nonsense where there should be lists',
      { resourceType: 'Appointment', start: 7, participant: 'x', specialty: { text: 'a' } },
      { title: ': appointment', lines: [] },
    ],
    [
      'an appointment that is to be moved',
      {
        resourceType: 'Appointment',
        status: 'booked',
        start: '2026-10-25T00:30:00.000Z',
        extension: [
          {
            url: 'https://fhir.nhs.uk/StructureDefinition/Extension-Appointment-RequestStatus',
            valueCode: 'Pending Reschedule',
          },
        ],
        specialty: [{ text: 'Cardiology' }],
        participant: [{ actor: { type: 'PractitionerRole', display: 'Dr A' } }],
        patientInstruction: 'Eat nothing.',
      },
      {
        title: '25 October 2026 at 01:30 BST: Cardiology',
        lines: ['Status: Booked, pending reschedule', 'With: Dr A', 'What to do before: Eat nothing.'],
      },
    ],
    [
      'a letter that came as a file',
      {
        ...aLetter(1),
        status: 'superseded',
        docStatus: 'amended',
        author: [{ display: 'Dr A' }],
        extension: [{ url: 'https://example.org/letter-enclosure', valueString: 'A map' }],
        content: [
          { attachment: { contentType: 'application/pdf', data: 'JVBERg==', size: 2400 } },
          { attachment: { contentType: 'image/png', size: 9_000_000 } },
        ],
      },
      {
        title: '2 May 2026: Letter 1',
        lines: [
          'Replaced by a later letter.',
          'Amended since it was first shown.',
          'From: Dr A',
          'Enclosed: A map',
          'A file (application/pdf, 2 kB) goes with it: it is in the JSON file.',
          'A document (image/png, 9000 kB) goes with it: open it in the portal.',
        ],
      },
    ],
    [
      'a medicine',
      {
        resourceType: 'MedicationStatement',
        medicationCodeableConcept: { text: 'Ramipril' },
        dosage: [{ text: '5 mg' }],
        effectivePeriod: { start: '2024-02-29' },
        dateAsserted: '2026-03-29T00:30:00.000Z',
      },
      { title: 'Ramipril', lines: ['Dose: 5 mg', 'From: 29 February 2024', 'Written: 29 March 2026'] },
    ],
    [
      'a message',
      {
        resourceType: 'Communication',
        sent: '2026-06-15T09:00:00.000Z',
        topic: { text: 'A mistake in the record' },
        identifier: [{ value: 'ABC-DEF-GHJ' }],
        payload: [{ contentString: 'The date is wrong.' }],
      },
      {
        title: '15 June 2026 at 10:00: A mistake in the record',
        lines: ['Number: ABC-DEF-GHJ', 'The date is wrong.'],
      },
    ],
  ])('tells of %s', (_what, resource, told) => expect(tellResource(resource, none)).toMatchObject(told));

  it('tells of a result with its measurements, their ranges and components', () => {
    const measured = {
      resourceType: 'Observation',
      code: { text: 'Blood pressure' },
      component: [
        {
          code: { text: 'Systolic' },
          valueQuantity: { value: 120, unit: 'mmHg' },
          referenceRange: [{ high: { value: 140, unit: 'mmHg' } }],
        },
        { code: { text: 'Diastolic' }, dataAbsentReason: { text: 'Not heard' } },
      ],
    };
    const report = {
      resourceType: 'DiagnosticReport',
      effectiveDateTime: '2026-06-15T09:00:00.000Z',
      code: { coding: [{ display: 'Vital signs' }] },
      result: [{ reference: idOf(1) }, { reference: 'nowhere' }],
      conclusion: 'Fine.',
    };
    expect(tellResource(report, (reference) => (reference === idOf(1) ? measured : undefined))).toEqual({
      title: '15 June 2026 at 10:00: Vital signs',
      lines: [
        'Blood pressure',
        'Systolic: 120 mmHg; usual up to 140 mmHg',
        'Diastolic: Not heard',
        'Not named',
        'Conclusion: Fine.',
      ],
    });
  });
});
