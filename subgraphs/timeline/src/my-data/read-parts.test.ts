import { describe, expect, it } from 'vitest';
import { aLetter, anAccount, answerOf, aPart, idOf, urlOf } from '../testing/parts.ts';
import { entriesOf, readParts } from './read-parts.ts';

const read = (trust: string, answer: Buffer) => readParts(anAccount(), [{ trust, answer }])[0];

describe('readParts', () => {
  it('takes a part of the linked record', () => {
    const part = aPart('kingston', 'CLINIC_LETTERS', [aLetter(1)]);
    expect(read('kingston', answerOf(part))).toEqual({
      trust: { key: 'kingston', name: 'Kingston Hospital', linkedAt: '2026-01-02T00:00:00.000Z' },
      part,
    });
  });

  it('keeps why a trust is missing', () => {
    expect(readParts(anAccount(), [{ trust: 'kingston', missing: 'TRUST_TIMEOUT' }])[0]).toMatchObject({
      missing: 'TRUST_TIMEOUT',
    });
  });

  const whole = aPart('kingston', 'CLINIC_LETTERS', [aLetter(1)]);
  const [first, second] = whole.bundle.entry;
  it.each([
    ['no JSON', Buffer.from('<html>')],
    ['half of it', answerOf(whole).subarray(0, 200)],
    ['nothing', Buffer.alloc(0)],
    ['another trust’s part', answerOf({ ...whole, trust: 'southampton' })],
    ['another record’s part', answerOf({ ...whole, record: idOf(9) })],
    [
      'a resource under another name',
      answerOf({ ...whole, bundle: { ...whole.bundle, entry: [first, { ...second, fullUrl: urlOf(idOf(2)) }] } }),
    ],
    ['a resource twice', answerOf({ ...whole, bundle: { ...whole.bundle, entry: [first, second, second] } })],
    ['a list of what is not there', answerOf({ ...whole, bundle: { ...whole.bundle, entry: [first] } })],
  ])('does not take %s', (_what, answer) => {
    expect(read('kingston', answer)).toMatchObject({ missing: 'TRUST_UNAVAILABLE' });
  });

  it('lets no trust speak for a resource of another’s, and costs only the one that tries', () => {
    const parts = readParts(anAccount(), [
      { trust: 'kingston', answer: answerOf(aPart('kingston', 'CLINIC_LETTERS', [aLetter(1)])) },
      {
        trust: 'southampton',
        answer: answerOf(aPart('southampton', 'CLINIC_LETTERS', [aLetter(1, { description: 'Forged' })])),
      },
      { trust: 'derby-burton', answer: answerOf(aPart('derby-burton', 'CLINIC_LETTERS', [aLetter(2)])) },
    ]);
    expect(parts.map(({ missing }) => missing)).toEqual([undefined, 'TRUST_UNAVAILABLE', undefined]);
    expect(JSON.stringify(entriesOf(parts))).not.toContain('Forged');
  });

  it('has an organisation that several name once', () => {
    const shared = { resourceType: 'Organization', id: idOf(5), name: 'Shared' };
    const parts = readParts(
      anAccount(),
      ['kingston', 'southampton'].map((trust) => ({
        trust,
        answer: answerOf(aPart(trust, 'CLINIC_LETTERS', [shared])),
      })),
    );
    expect(parts.map(({ missing }) => missing)).toEqual([undefined, undefined]);
    expect(entriesOf(parts).filter(({ fullUrl }) => fullUrl === urlOf(idOf(5))).length).toBe(1);
  });
});
