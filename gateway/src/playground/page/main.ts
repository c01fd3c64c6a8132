import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { examples } from './examples.ts';
import { fitExample, offersQuery, readOffers } from './offers.ts';

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

/** Examples of verbs go to a trust that offers them, which the graph itself is asked; without an answer they are left out. */
async function listTabs() {
  const offers = readOffers(await ask({ query: offersQuery }).catch(() => ({})));
  return examples.flatMap((example) => fitExample(example, offers));
}

async function show(place: HTMLElement): Promise<void> {
  const tabs = await listTabs();
  // The editor remembers its tabs. It shows a new tab's variables, but forgets those of the first one on the first visit.
  const firstVariables = localStorage.getItem('graphiql:tabState') === null ? tabs[0]?.variables : undefined;
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
