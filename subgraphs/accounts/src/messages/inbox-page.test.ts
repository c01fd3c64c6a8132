import { expect, it } from 'vitest';
import { inboxPage } from './inbox-page.ts';

it('escapes everything that came from outside', () => {
  const page = inboxPage([
    {
      channel: 'email',
      to: '"><script>alert(1)</script>@x',
      text: "<img src=x onerror='x'>&",
      time: '2025-06-02T09:00:00.000Z',
    },
  ]);
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('<img');
  expect(page).toContain('&#60;script&#62;');
});

it('loads nothing from elsewhere', () => {
  expect(inboxPage([])).not.toMatch(/https?:|src=|<link/);
});
