import { Secret, TOTP } from 'otpauth';
import { expect, it } from 'vitest';
import { describeSecret, makeSecret, stepOfCode } from './step-of-code.ts';

// RFC 6238, appendix B: the last six of its eight digits
const rfcSecret = Buffer.from('12345678901234567890');

it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('knows the code of RFC 6238 at second %i', (second, code) => {
  expect(stepOfCode(rfcSecret, code, new Date(second * 1000))).toBe(Math.floor(second / 30));
});

it.each([
  ['two steps early', -60, null],
  ['one step early', -30, 0],
  ['in its step', 0, 0],
  ['one step late', 30, 0],
  ['two steps late', 60, null],
])('a code that comes %s', (_when, late, expected) => {
  const second = 1_700_000_000;
  const code = TOTP.generate({
    secret: new Secret({ buffer: new Uint8Array(rfcSecret).buffer }),
    timestamp: second * 1000,
  });
  const step = stepOfCode(rfcSecret, code, new Date((second + late) * 1000));
  expect(step).toBe(expected === null ? null : Math.floor(second / 30));
});

it.each(['', '12345', '1234567', '28708２', 'abcdef', '-87082', '0x1234'])('%j is no code', (written) => {
  expect(stepOfCode(rfcSecret, written, new Date(59_000))).toBeNull();
});

it('forgives the space that apps write', () => {
  expect(stepOfCode(rfcSecret, '287 082', new Date(59_000))).toBe(1);
});

it('makes secrets of 160 bits, told in base32 and as the URI of a QR code', () => {
  const secret = makeSecret();
  const told = describeSecret(secret, 'ada@example.org');
  expect(secret).toHaveLength(20);
  expect(makeSecret().equals(secret)).toBe(false);
  expect(Buffer.from(Secret.fromBase32(told.secret).bytes)).toEqual(secret);
  expect(told.uri).toBe(
    `otpauth://totp/Crosstrust:ada%40example.org?issuer=Crosstrust&secret=${told.secret}&algorithm=SHA1&digits=6&period=30`,
  );
});
