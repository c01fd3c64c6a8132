import { trusts } from '@crosstrust/contract';
import { expect, it } from 'vitest';
import { trustStatuses } from './trust-status.ts';

const policies = new Map(
  trusts.map(({ key }) => [key as string, { minimumAge: { years: 16 }, linking: { match: [], words: 'Ask.' } }]),
);
const stateAt = (birthDate: string, now: string) =>
  trustStatuses(policies, { birthDate, links: [] }, new Date(now))[0]?.state;

it.each([
  ['2009-06-15', '2025-06-14T22:59:59Z', 'TOO_YOUNG'],
  ['2009-06-15', '2025-06-14T23:00:00Z', 'CAN_BE_LINKED'],
  ['2008-02-29', '2024-02-28T23:59:59Z', 'TOO_YOUNG'],
  ['2008-02-29', '2024-02-29T00:00:00Z', 'CAN_BE_LINKED'],
])('K13 born on %s is at %s: %s', (birthDate, now, state) => {
  expect(stateAt(birthDate, now)).toBe(state);
});

it('a linked trust is linked, whatever the age', () => {
  const [first] = trustStatuses(
    policies,
    { birthDate: '2020-01-01', links: [{ trust: 'kingston', record: 'x' }] },
    new Date('2025-06-02T09:00:00Z'),
  );
  expect(first).toMatchObject({ state: 'LINKED', how: null });
});
