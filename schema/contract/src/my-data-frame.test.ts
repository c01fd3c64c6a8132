import { describe, expect, it } from 'vitest';
import type { AccountPart } from './my-data.ts';
import { packMyData, unpackMyData } from './my-data-frame.ts';

const account: AccountPart = {
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  name: 'Łukasz\nŻak',
  nhsNumber: '9990000018',
  birthDate: '1980-02-29',
  emailVerified: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  links: [],
  shares: [],
};

describe('packMyData', () => {
  it('comes apart as it was put together, whatever an answer holds', () => {
    const parts = [
      { trust: 'one', answer: Buffer.from('{"a":1}\n{"trust":"two"}') },
      { trust: 'two', missing: 'TRUST_TIMEOUT' as const },
      { trust: 'three', answer: Buffer.alloc(0) },
      { trust: 'four', answer: Buffer.from([0, 10, 255]) },
    ];
    expect(unpackMyData(packMyData(account, parts))).toEqual({ account, parts });
  });

  const packed = packMyData(account, [{ trust: 'one', answer: Buffer.from('{}') }]);
  it.each([
    ['that ends too soon', packed.subarray(0, -1)],
    ['that goes on', Buffer.concat([packed, Buffer.from('x')])],
    ['without a line', Buffer.from('{}')],
    ['of nothing', Buffer.alloc(0)],
    ['whose line has more in it', Buffer.from('{"account":{},"parts":[],"more":1}\n')],
  ])('refuses one %s', (_what, bytes) => expect(() => unpackMyData(bytes)).toThrow());
});
