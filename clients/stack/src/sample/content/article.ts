/** Something to read, as the trusts' `publish` command takes it. */
export interface SampleArticle {
  readonly type: 'article';
  /** The same in every run: what is published twice is the same article. */
  readonly id: string;
  readonly kind: 'LIBRARY' | 'HELP_CENTRE' | 'GUIDES';
  readonly topic: string;
  readonly title: string;
  /** Paragraphs. */
  readonly body: readonly string[];
  readonly language: 'en-GB';
  /** An instant in UTC. */
  readonly publishedAt: string;
  readonly position: number;
}

/** What is known not to work, while it lasts. Times are instants in UTC. */
export interface SampleNotice {
  readonly type: 'notice';
  readonly id: string;
  readonly topic: 'TECHNICAL';
  readonly words: string;
  readonly advice: readonly string[];
  readonly from: string;
  readonly until: string;
}

type Page = readonly [id: string, topic: string, title: string, ...paragraphs: string[]];

/** Articles of one kind, in the order in which they are given. */
export function articles(kind: SampleArticle['kind'], pages: readonly Page[]): SampleArticle[] {
  return pages.map(([id, topic, title, ...paragraphs], index) => ({
    type: 'article',
    id,
    kind,
    topic,
    title,
    body: paragraphs,
    language: 'en-GB',
    publishedAt: '2024-03-04T09:00:00Z',
    position: index + 1,
  }));
}
