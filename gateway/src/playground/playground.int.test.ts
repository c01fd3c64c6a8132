import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from '../testing/start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ environment: { NODE_ENV: 'development' } });
});
afterAll(() => world.close());

it('is a page that loads only what lies beside it, under a policy that says so', async () => {
  const page = await world.send('/playground/');
  expect(page.status).toBe(200);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
  const loaded = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)]
    .map(([, url]) => url ?? '')
    .filter((url) => !url.startsWith('data:'));
  expect(loaded.length).toBeGreaterThan(2);
  for (const url of loaded.filter((one) => one.includes('/assets/'))) {
    const file = await world.send(url);
    expect([url, file.status]).toEqual([url, 200]);
    expect(file.text).not.toMatch(/(?:@import|url\(|import\(|importScripts\()\s*["']?https?:/);
  }
  expect(loaded.every((url) => url.startsWith('/playground/'))).toBe(true);
});

it('leads to the inbox of accounts', async () => {
  const { status, headers } = await world.send('/playground/inbox');
  expect([status, headers.get('location')]).toEqual([302, `${world.accounts.url}/inbox`]);
});

it('serves nothing outside its folder', async () => {
  for (const path of [
    '/playground/../serve-playground.js',
    '/playground/..%2fserve-playground.js',
    '/playground/%2e%2e/serve-playground.js',
  ]) {
    expect((await world.send(path)).text).not.toContain('fastifyStatic');
  }
});
