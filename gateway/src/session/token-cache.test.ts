import { expect, it } from 'vitest';
import { createTokenCache } from './token-cache.ts';

const known = (version: string, tokensExpireAt = 1_000) => ({ version, tokens: {}, tokensExpireAt });

it('remembers what it was told', () => {
  const cache = createTokenCache(2, () => 0);
  cache.set('a', known('1'));
  expect(cache.get('a')).toEqual(known('1'));
  cache.drop('a');
  expect(cache.get('a')).toBeUndefined();
});

it('forgets tokens before they end', () => {
  let now = 0;
  const cache = createTokenCache(2, () => now);
  cache.set('a', known('1', 60));
  now = 54_000;
  expect(cache.get('a')).toBeDefined();
  now = 55_000;
  expect(cache.get('a')).toBeUndefined();
});

it('counts being told anew as a use', () => {
  const cache = createTokenCache(2, () => 0);
  cache.set('a', known('1'));
  cache.set('b', known('2'));
  cache.set('a', known('3'));
  cache.set('c', known('4'));
  expect([cache.get('a')?.version, cache.get('b')?.version, cache.get('c')?.version]).toEqual(['3', undefined, '4']);
});

it('drops what was not used for longest', () => {
  const cache = createTokenCache(2, () => 0);
  cache.set('a', known('1'));
  cache.set('b', known('2'));
  cache.get('a');
  cache.set('c', known('3'));
  expect([cache.get('a')?.version, cache.get('b')?.version, cache.get('c')?.version]).toEqual(['1', undefined, '3']);
});
