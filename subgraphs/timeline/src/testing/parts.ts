import { type AccountPart, type ExportPart, exportedKinds } from '@crosstrust/contract';

/** Ids of the sample person and of their record at each trust. */
export const account = 'bbbbbbbb-0000-4000-8000-000000000000';
export const recordAt = (n: number) => `bbbbbbbb-0000-4000-8000-00000000000${n}`;
const trusts = ['kingston', 'southampton', 'derby-burton'];

/** What accounts says of a person with records at three trusts. */
export const anAccount = (given: Partial<AccountPart> = {}): AccountPart => ({
  id: account,
  name: 'Łukasz Żak',
  nhsNumber: '9990000018',
  birthDate: '1980-02-29',
  mobile: '+447700900001',
  email: 'lukasz@example.org',
  emailVerified: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  links: trusts.map((trust, place) => ({ trust, record: recordAt(place + 1), linkedAt: '2026-01-02T00:00:00.000Z' })),
  shares: [],
  ...given,
});

type Resource = { readonly resourceType: string; readonly id: string; readonly [field: string]: unknown };
export const urlOf = (id: string) => `urn:uuid:${id}`;

/** A trust's part with these resources in one section, and the others empty. */
export function aPart(
  trust: string,
  section: (typeof exportedKinds)[number] = 'CLINIC_LETTERS',
  resources: readonly Resource[] = [],
  given: Partial<ExportPart> = {},
): ExportPart {
  const record = recordAt(trusts.indexOf(trust) + 1);
  const patient: Resource = { resourceType: 'Patient', id: record, name: [{ text: `Known at ${trust}` }] };
  return {
    trust,
    record,
    bundle: {
      resourceType: 'Bundle',
      type: 'collection',
      timestamp: '2026-06-15T09:00:00.000Z',
      entry: [patient, ...resources].map((resource) => ({ fullUrl: urlOf(resource.id), resource })),
    },
    sections: exportedKinds.map((kind) => ({
      section: kind,
      state: 'OFFERED',
      words: `Words about ${kind}.`,
      count: kind === section ? resources.length : 0,
      setAside: 0,
      leftOut: 0,
      entries: kind === section ? resources.map(({ id }) => urlOf(id)) : [],
    })),
    withheld: 0,
    ...given,
  };
}

/** A part as it comes over the wire. */
export const answerOf = (part: object): Buffer => Buffer.from(JSON.stringify(part));

/** An id that no other resource of the sample has. */
export const idOf = (n: number) => `cccccccc-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const aLetter = (n: number, given: object = {}): Resource => ({
  resourceType: 'DocumentReference',
  id: idOf(n),
  status: 'current',
  description: `Letter ${n}`,
  date: '2026-05-02T10:00:00.000Z',
  content: [{ attachment: { contentType: 'text/plain; charset=utf-8', data: base64(`Text of letter ${n}.`) } }],
  ...given,
});
export const base64 = (text: string) => Buffer.from(text).toString('base64');
