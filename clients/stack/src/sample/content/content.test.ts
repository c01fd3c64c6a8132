import { trusts } from '@crosstrust/contract';
import { expect, it } from 'vitest';
import type { SampleArticle, SampleNotice } from './article.ts';
import { sampleContent } from './index.ts';

const today = new Date('2026-06-15T12:00:00Z');
const articlesOf = (trust: string, kind: string) =>
  sampleContent(trust, today).filter((item): item is SampleArticle => item.type === 'article' && item.kind === kind);
const everything = trusts.flatMap(({ key }) => sampleContent(key, today));

it('gives every trust six articles for its help centre, save one that has joined and has nothing to read yet', () => {
  const written = trusts.filter(({ key }) => sampleContent(key, today).length > 0);
  expect(written.length).toBeGreaterThanOrEqual(6);
  expect(written.map(({ key }) => articlesOf(key, 'HELP_CENTRE').length)).toEqual(written.map(() => 6));
});

it('gives Derby and Burton a library over several topics', () => {
  const library = articlesOf('derby-burton', 'LIBRARY');
  expect(library).toHaveLength(12);
  expect(new Set(library.map(({ topic }) => topic)).size).toBeGreaterThan(6);
});

it('gives Southampton an FAQ and three guides', () => {
  expect(articlesOf('southampton', 'GUIDES').map(({ title }) => title)).toEqual([
    'Patient Hub: frequently asked questions',
    'Getting in on a mobile phone',
    'Rebooking or cancelling on a mobile phone',
    'Using Patient Hub on a computer',
  ]);
});

it('gives Kingston one notice that is on and one that is over', () => {
  const notices = sampleContent('kingston', today).filter((item): item is SampleNotice => item.type === 'notice');
  expect(notices.map(({ from, until }) => new Date(from) <= today && today < new Date(until))).toEqual([false, true]);
});

it('invents no number and no address to write to', () => {
  const text = JSON.stringify(everything);
  expect(text).not.toMatch(/@|\b0\d{2,4} ?\d{3}/);
});

it('has ids of its own for everything at a trust', () => {
  for (const { key } of trusts) {
    const ids = sampleContent(key, today).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9][a-z0-9-]{0,63}$/.test(id))).toEqual([]);
  }
});
