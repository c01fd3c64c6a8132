import { describe, expect, it } from 'vitest';
import { firstInstant, readInstant } from './instants.ts';

describe('readInstant', () => {
  it.each([
    ['1946-03-16T04:52:56+01:00', '1946-03-16T03:52:56.000Z'],
    ['2021-05-06T07:08:09.1234Z', '2021-05-06T07:08:09.123Z'],
    ['2021-05-06T07:08Z', '2021-05-06T07:08:00.000Z'],
    ['2021-01-06', '2021-01-06T00:00:00.000Z'],
    ['2021-07-06', '2021-07-05T23:00:00.000Z'],
    ['2021-07-06T09:30:00', '2021-07-06T08:30:00.000Z'],
    ['2021-10-31T00:30:00', '2021-10-30T23:30:00.000Z'],
    ['2021-05-06T07:08:09+0530', '2021-05-06T01:38:09.000Z'],
  ])('reads %s as %s', (written, instant) => expect(readInstant(written)).toBe(instant));

  it.each([
    '2023-02-30',
    '2023-02-29T10:00:00Z',
    '2021',
    '2021-05',
    '1066-10-14',
    '2021-05-06T25:00:00Z',
    'soon',
    '',
    7,
    null,
  ])('sets %s aside', (written) => expect(() => readInstant(written)).toThrow('a date that cannot be'));

  it('takes the first field that is there, and says when there is none', () => {
    expect(firstInstant(undefined, null, '2021-01-06')).toBe('2021-01-06T00:00:00.000Z');
    expect(() => firstInstant(undefined)).toThrow('no date to list it by');
  });
});
