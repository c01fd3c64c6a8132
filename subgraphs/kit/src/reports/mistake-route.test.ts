import { describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy.ts';
import { aPolicy } from '../testing/builders.ts';
import { routeMistake } from './mistake-route.ts';

const mistakes: PolicyInput['mistakes'] = {
  IMPORTANT: { to: 'CARE_TEAM', words: 'Contact your care team now.', rule: 'K15' },
  NOT_URGENT: { to: 'NEXT_VISIT', words: 'Raise it at your next visit.', rule: 'K15' },
  PERSONAL_DETAILS: { to: 'GP_PRACTICE', words: 'Tell your GP practice.', rule: 'D15' },
};
const bookings = { name: 'Cardiology bookings', phone: '+442079460123' };
const desk = { name: 'Helpdesk', phone: '+442079460000' };

describe('routeMistake', () => {
  const policy = aPolicy({ mistakes });
  const item = { source: 'example', contact: bookings };

  it.each([
    ['IMPORTANT', item, { ...mistakes.IMPORTANT, source: 'example', contact: bookings }],
    [
      'IMPORTANT',
      { source: 'example', contact: undefined },
      { ...mistakes.IMPORTANT, source: 'example', contact: desk },
    ],
    ['IMPORTANT', undefined, { ...mistakes.IMPORTANT, source: 'example', contact: desk }],
    ['NOT_URGENT', item, { ...mistakes.NOT_URGENT, source: 'example', contact: undefined }],
    ['PERSONAL_DETAILS', item, { ...mistakes.PERSONAL_DETAILS, source: 'example', contact: undefined }],
  ] as const)('K15 D15 sends %s where the policy says', (about, about2, route) => {
    expect(routeMistake(policy, about, about2)).toEqual(route);
  });

  it('K15 sends it elsewhere when the policy says so', () => {
    const other = aPolicy({ mistakes: { ...mistakes, IMPORTANT: { to: 'HELPDESK', words: 'Call us.', rule: 'K15' } } });
    expect(routeMistake(other, 'IMPORTANT', item)).toEqual({
      to: 'HELPDESK',
      words: 'Call us.',
      rule: 'K15',
      source: 'example',
      contact: desk,
    });
  });

  describe('of a record that several trusts keep together', () => {
    const ofSouth = { key: 'desk', name: 'South desk', phone: '+442079460001', source: 'south', rule: 'assumed' };
    const shared = aPolicy({ trust: 'partners', mistakes, help: { ...policy.help, contacts: [ofSouth] } as never });

    it('K15 sends it to the item’s own source, and to no other’s desk', () => {
      expect(routeMistake(shared, 'IMPORTANT', { source: 'south', contact: undefined })).toMatchObject({
        source: 'south',
        contact: { name: 'South desk', phone: '+442079460001' },
      });
      expect(routeMistake(shared, 'IMPORTANT', { source: 'north', contact: undefined })).toMatchObject({
        source: 'north',
        contact: undefined,
      });
    });

    it('K15 names no source for the record as a whole', () => {
      expect(routeMistake(shared, 'IMPORTANT', undefined)).toMatchObject({ source: undefined, contact: undefined });
    });
  });
});
