import { dayInLondon } from '@crosstrust/contract';
import type { SampleArticle, SampleNotice } from './article.ts';
import { derbyBurton } from './derby-burton.ts';
import { kingsGuys } from './kings-guys.ts';
import { kingston } from './kingston.ts';
import { library } from './library.ts';
import { noticesOf } from './notices.ts';
import { southampton } from './southampton.ts';
import { stGeorges } from './st-georges.ts';
import { westHerts } from './west-herts.ts';

const articlesOf: Readonly<Record<string, readonly SampleArticle[]>> = {
  kingston,
  'st-georges': stGeorges,
  'kings-guys': kingsGuys,
  'west-herts-royal-free': westHerts,
  southampton,
  'derby-burton': [...library, ...derbyBurton],
};

/** What a trust has to read on a day, as its `publish` command takes it: articles, then notices. */
export function sampleContent(trust: string, today: Date): readonly (SampleArticle | SampleNotice)[] {
  return [...(articlesOf[trust] ?? []), ...noticesOf(trust, dayInLondon(today))];
}
