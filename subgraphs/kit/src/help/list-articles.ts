import { RegistryError } from '@crosstrust/contract';
import { checkFirst, type Page } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { makePage } from '../graph/make-page.ts';
import { type ArticleKind, articleKinds } from '../policy/help.ts';
import type { Policy } from '../policy/policy.ts';
import { decodePlace, encodePlace, type StoredArticle } from './library.ts';
import type { ArticleArgs } from './trust-help.ts';
import type { Article } from './values.ts';

const longestSearch = 200;

/** The kinds of article that the trust offers, or this one of them. */
export function offeredKinds({ help }: Policy, kind?: ArticleKind | null): ArticleKind[] {
  return articleKinds.filter((each) => help.articles[each].state === 'OFFERED' && (!kind || each === kind));
}

/**
 * A page of articles (D3 W14 U11); null where the trust offers none of the kind. What was searched for comes best first,
 * and the cursor holds the last one's rank: the rank of an article does not depend on the others, so no page repeats or
 * loses one while nothing is published.
 */
export async function listArticles(
  { search, kind, topic, first, after }: ArticleArgs,
  { policy, desk: { library } }: TrustContext,
): Promise<Page<Article> | null> {
  const words = search?.trim() || null;
  if (words && words.length > longestSearch) throw new RegistryError('BAD_INPUT', { field: 'search' });
  const about = topic?.trim() || null;
  if (isNoText(words)) throw new RegistryError('BAD_INPUT', { field: 'search' });
  if (isNoText(about)) throw new RegistryError('BAD_INPUT', { field: 'topic' });
  const limit = checkFirst(first) + 1;
  const place = typeof after === 'string' ? decodePlace(after) : undefined;
  const kinds = offeredKinds(policy, kind);
  if (kinds.length === 0) return null;
  const selection = { kinds, search: words, topic: about };
  return makePage(await library.articles(selection, { limit, after: place }), {
    first,
    isFirst: place === undefined,
    cursorOf: encodePlace,
    present: (article) => presentArticle(article, policy),
    count: () => library.count(selection),
  });
}

/** An article by its id; null when it is not there, not published yet, or of a kind that the trust does not offer. */
export async function findArticle(id: string, { policy, desk }: TrustContext): Promise<Article | null> {
  if (isNoText(id)) return null;
  const found = await desk.library.article(offeredKinds(policy), id);
  return found && presentArticle(found, policy);
}

/** Whether the database could not take it for a text: anybody can ask, and that must be no fault of ours. */
const isNoText = (given: string | null): boolean => given?.includes('\0') ?? false;

function presentArticle(
  { rank: _rank, position: _position, body, ...article }: StoredArticle,
  policy: Policy,
): Article {
  const url = `/articles/${policy.trust.key}/${article.id}.pdf`;
  return {
    ...article,
    body: body.split('\n\n'),
    document: article.kind === 'GUIDES' ? { url, contentType: 'application/pdf' } : null,
  };
}
