import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkContract } from './check-contract.ts';

const contract = readFileSync(new URL('../../contract/trust.graphql', import.meta.url), 'utf8');

it('takes the contract with other descriptions and in another order', () => {
  expect(
    checkContract(
      contract.replaceAll(/"""[^"]*"""/g, '').replace('key: ID!\n  name: String!', 'name: String!\n  key: ID!'),
    ),
  ).toEqual([]);
});

it('names what is missing or changed', () => {
  const changed = contract
    .replace('mode: AppointmentMode!', 'mode: AppointmentMode')
    .replace(/type PageInfo[^}]*}/, '');
  expect(checkContract(changed)).toEqual([
    'Appointment is not as schema/contract/trust.graphql has it',
    'PageInfo is missing',
  ]);
});
