import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkContract } from './check-contract.ts';

const contract = readFileSync(new URL('../../contract/trust.graphql', import.meta.url), 'utf8');

it('takes the contract with other descriptions and in another order', () => {
  expect(
    checkContract(
      contract.replaceAll(/"""[\s\S]*?"""/g, '').replace('key: ID!\n  name: String!', 'name: String!\n  key: ID!'),
    ),
  ).toEqual([]);
});

it('names what is missing or changed', () => {
  const changed = contract
    .replace('mode: AppointmentMode!', 'mode: AppointmentMode')
    .replace(/type PageInfo[^}]*}/, '');
  expect(checkContract(changed)).toEqual([
    'PageInfo is missing',
    'Appointment is not as schema/contract/trust.graphql has it',
  ]);
});

it('U2 W8 W10 takes a trust without a capability, and one that defines it as it is everywhere', () => {
  const capabilities = readFileSync(new URL('../../contract/capabilities.graphql', import.meta.url), 'utf8');
  expect(checkContract(`${contract}\n${capabilities}`)).toEqual([]);
  const changed = capabilities.replace('cancelPreview: Preview!', 'cancelPreview: String!');
  expect(checkContract(`${contract}\n${changed}`)).toEqual([
    'Cancellable is not as schema/contract/capabilities.graphql has it',
  ]);
});
