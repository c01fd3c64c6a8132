import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { examples } from './examples.ts';
import { fitExample, offersQuery, readOffers, sortOffers, trustsQuery } from './offers.ts';

interface Question {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null;
}

/** Sends an operation as the page's own user: the session's cookie goes along by itself. */
async function ask({ query, variables, operationName }: Question, options?: { headers?: Record<string, string> }) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...options?.headers },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return response.json();
}

/**
 * Examples of verbs go to a trust that offers them, which the graph itself is asked; without an answer they are left out.
 * One where the person who is signed in has a record comes first.
 */
async function listTabs() {
  const questions = [offersQuery, trustsQuery].map((query) => ask({ query }).catch(() => ({})));
  const [offered, trusts] = await Promise.all(questions);
  const offers = sortOffers(readOffers(offered ?? {}), trusts ?? {});
  return examples.flatMap((example) => fitExample(example, offers));
}

/** Where the editor remembers its tabs. */
const remembered = 'graphiql:tabState';

/**
 * Opens the examples anew. What is edited is dropped (what the editor held last as well, which would show in the first
 * tab), and the verbs go to trusts of who is signed in by now.
 */
function resetTabs(): void {
  for (const key of [remembered, 'graphiql:query', 'graphiql:variables', 'graphiql:headers'])
    localStorage.removeItem(key);
  location.reload();
}

async function show(place: HTMLElement): Promise<void> {
  const tabs = await listTabs();
  // The editor remembers its tabs. It shows a new tab's variables, but forgets those of the first one on the first visit.
  const firstVariables = localStorage.getItem(remembered) === null ? tabs[0]?.variables : undefined;
  place.textContent = '';
  const graphiql = createElement(GraphiQL, {
    fetcher: ask,
    defaultTabs: tabs,
    defaultEditorToolsVisibility: 'variables',
    ...(firstVariables ? { initialVariables: firstVariables } : {}),
  });
  createRoot(place).render(graphiql);
}

const place = document.getElementById('graphiql');
if (place) void show(place);
document.getElementById('reset')?.addEventListener('click', resetTabs);
