import { packMyData } from '@crosstrust/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLetter, account, anAccount, answerOf, aPart, recordAt, urlOf } from '../testing/parts.ts';
import { type Bed, makeSigner, startBed } from '../testing/start-timeline.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed(() => new Date());
});
afterAll(() => bed.close());

const whole = packMyData(anAccount(), [
  { trust: 'kingston', answer: answerOf(aPart('kingston', 'CLINIC_LETTERS', [aLetter(1)])) },
  { trust: 'southampton', missing: 'TRUST_TIMEOUT' },
  { trust: 'derby-burton', answer: Buffer.from('<html>') },
]);

async function send(form: string, { body = whole, token }: { body?: Buffer; token?: string | undefined } = {}) {
  const answer = await fetch(`${bed.url}/my-data.${form}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: new Uint8Array(body),
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
const own = () => bed.token({ sub: account });

describe('POST /my-data', () => {
  it('makes one Bundle, the manifest first, with what came and the name of what did not', async () => {
    const { status, headers, bytes } = await send('json', { token: await own() });
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/fhir+json; charset=utf-8',
      'no-store',
    ]);
    const bundle = JSON.parse(bytes.toString());
    expect(bundle).toMatchObject({
      resourceType: 'Bundle',
      type: 'document',
      identifier: { system: 'urn:ietf:rfc:3986' },
    });
    expect(bundle.entry.map(({ resource }: { resource: { resourceType: string } }) => resource.resourceType)).toEqual([
      'Composition',
      'Person',
      'Device',
      'Patient',
      'DocumentReference',
    ]);
    const [{ resource: manifest }] = bundle.entry;
    expect(manifest.section.map(({ title }: { title: string }) => title)).toEqual([
      'What is missing',
      'About you',
      'Kingston Hospital',
      'University Hospital Southampton',
      'University Hospitals of Derby and Burton',
    ]);
    expect(manifest.section[2].section[5]).toMatchObject({
      code: { text: 'CLINIC_LETTERS' },
      entry: [{ reference: urlOf(aLetter(1).id) }],
    });
    for (const place of [3, 4]) expect(manifest.section[place].emptyReason.coding[0].code).toBe('unavailable');
    expect(bundle.entry[1].resource.link).toEqual([
      { target: { reference: urlOf(recordAt(1)), type: 'Patient' }, assurance: 'level3' },
    ]);
  });

  it('makes a Consent of each share, at the hospitals that answered', async () => {
    const share = {
      id: 'dddddddd-0000-4000-8000-000000000001',
      to: 'Mum & Dad <3',
      relation: 'carer' as const,
      trusts: [
        { trust: 'kingston', sections: ['CLINIC_LETTERS' as const] },
        { trust: 'southampton', sections: 'all' as const },
      ],
      createdAt: '2026-05-01T00:00:00.000Z',
      until: '2026-09-01T00:00:00.000Z',
    };
    const body = packMyData(anAccount({ shares: [share] }), [
      { trust: 'kingston', answer: answerOf(aPart('kingston')) },
    ]);
    const { bytes } = await send('json', { body, token: await own() });
    const consents = JSON.parse(bytes.toString()).entry.filter(
      ({ resource }: { resource: { resourceType: string } }) => resource.resourceType === 'Consent',
    );
    expect(consents.map(({ resource }: { resource: object }) => resource)).toMatchObject([
      {
        status: 'active',
        patient: { reference: urlOf(recordAt(1)) },
        provision: {
          period: { start: share.createdAt, end: share.until },
          actor: [{ reference: { display: 'Mum & Dad <3' } }],
          code: [{ text: 'Kingston Hospital: Clinic letters' }],
        },
      },
    ]);
  });

  it('makes a PDF', async () => {
    const { status, headers, bytes } = await send('pdf', { token: await own() });
    expect([status, headers.get('content-type'), bytes.subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ]);
  });

  it('is for the gateway, with the token of the person whose parts they are', async () => {
    const forged = await bed.token({ sub: account }, await makeSigner('forged'));
    const cases = [
      [undefined, 401, 'UNAUTHENTICATED'],
      [forged, 401, 'TOKEN_INVALID'],
      [await bed.token({ sub: account, aud: 'kingston' }), 401, 'TOKEN_INVALID'],
      [await bed.token(), 403, 'NOT_YOURS'],
    ] as const;
    for (const [token, status, code] of cases) {
      const answer = await send('json', { token });
      expect([answer.status, JSON.parse(answer.bytes.toString())]).toMatchObject([
        status,
        { errors: [{ extensions: { code } }] },
      ]);
    }
  });

  it('says nothing of what is packed wrongly', async () => {
    const { status, bytes } = await send('json', { body: whole.subarray(0, -1), token: await own() });
    expect(status).toBe(500);
    expect(bytes.toString()).not.toContain('Żak');
  });
});
