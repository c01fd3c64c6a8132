import { createRequire } from 'node:module';
import { vi } from 'vitest';
import type { Bed } from './bed.ts';

type Query = (this: object, ...args: unknown[]) => unknown;
interface Driver {
  readonly Client: { readonly prototype: { query: Query } };
}

// The object mapper may bring a driver of its own beside ours.
const require = createRequire(import.meta.url);
const ours = require('pg') as Driver;
const mappers = createRequire(require.resolve('@mikro-orm/postgresql'))('pg') as Driver;

/** The statements that a request sends to the database, with `?` for each value, without those of the worker, which it only wakes. */
export async function statementsOf(bed: Bed, act: () => Promise<unknown>): Promise<string[]> {
  await bed.accounts.drain();
  const transactions: string[][] = [];
  const open = new WeakMap<object, string[]>();
  const spies = [...new Set([ours, mappers])].map(({ Client }) => {
    const original = Client.prototype.query;
    return vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: object, ...args) {
      const [query] = args as [string | { text: string }];
      const text = (typeof query === 'string' ? query : query.text).toLowerCase().replace(/e?'[^']*'/g, '?');
      const current = text === 'begin' ? undefined : open.get(this);
      if (current) current.push(text);
      else transactions.push([text]);
      if (text === 'begin') open.set(this, transactions.at(-1) ?? []);
      if (text === 'commit' || text === 'rollback') open.delete(this);
      return original.apply(this, args);
    });
  });
  await act();
  await bed.accounts.drain();
  for (const spy of spies) spy.mockRestore();
  return transactions.filter((statements) => !statements.some((text) => text.includes('skip locked'))).flat();
}
