import { expect, it } from 'vitest';
import { correlationOf } from './correlation.ts';
import { sqlComment } from './database.ts';
import { describeFault } from './log.ts';

it('tells of a fault where it was, and never what it said', () => {
  const told = describeFault(new TypeError('no such patient: Ada Okafor'));
  expect(told).toMatch(/^TypeError <.*log\.test\.ts:\d+:\d+/);
  expect(told).not.toMatch(/Ada|patient/);
  expect(describeFault('Ada')).toBe('not an Error');
});

it('takes a correlation id only in the form that is safe in logs and SQL', () => {
  expect(correlationOf('abcd-1234')).toBe('abcd-1234');
  for (const bad of ['short', 'x'.repeat(65), 'abc*/ drop table', undefined, ['abcd-1234']])
    expect(correlationOf(bad)).toMatch(/^[0-9a-f-]{36}$/);
  expect(sqlComment('abcd-1234*/')).toBe('/* abcd-1234 */');
});
