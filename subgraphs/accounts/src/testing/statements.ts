import { Client } from 'pg';
import { vi } from 'vitest';
import type { Bed } from './bed.ts';

type Query = (this: object, ...args: unknown[]) => unknown;
const driver = Client.prototype as unknown as { query: Query };

/** The statements that a request sends to the database, with `?` for each value and no correlation id, without those of the workers, which it only wakes. */
export async function statementsOf(bed: Bed, act: () => Promise<unknown>): Promise<string[]> {
  await bed.accounts.drain();
  const transactions: string[][] = [];
  const open = new WeakMap<object, string[]>();
  const send = driver.query;
  const spy = vi.spyOn(driver, 'query').mockImplementation(function (this: object, ...args) {
    const [query] = args as [string | { text: string }];
    const text = (typeof query === 'string' ? query : query.text)
      .toLowerCase()
      .replace(/e?'[^']*'/g, '?')
      .replace(/ \/\* [\w-]+ \*\/$/, '');
    const current = text === 'begin' ? undefined : open.get(this);
    if (current) current.push(text);
    else transactions.push([text]);
    if (text === 'begin') open.set(this, transactions.at(-1) ?? []);
    if (text === 'commit' || text === 'rollback') open.delete(this);
    return send.apply(this, args);
  });
  await act();
  await bed.accounts.drain();
  spy.mockRestore();
  return transactions.filter((statements) => isWhole(statements) && !isOfWorker(statements)).flat();
}

const isOfWorker = (statements: readonly string[]) => statements.some((text) => text.includes('skip locked'));

/** A worker that looks by itself just then may have begun before, or not have ended; the request has done both. */
function isWhole(statements: readonly string[]): boolean {
  const isEnd = (text = '') => text === 'commit' || text === 'rollback';
  return statements[0] === 'begin' ? isEnd(statements.at(-1)) : !isEnd(statements[0]);
}
