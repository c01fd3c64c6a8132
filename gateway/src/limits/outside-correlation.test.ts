import { expect, it } from 'vitest';
import { correlationFromOutside } from './outside-correlation.ts';

const uuid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

it('takes a UUID as it is', () => {
  expect(correlationFromOutside(uuid)).toBe(uuid);
});

it.each([
  undefined,
  '',
  '9991234567',
  'nhs-number-9991234567',
  'one-id-for-all',
  `${uuid}-1`,
  uuid.replaceAll('-', ''),
  [uuid],
])('makes a new one for %j', (given) => {
  expect(correlationFromOutside(given)).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(correlationFromOutside(given)).not.toBe(correlationFromOutside(given));
});
