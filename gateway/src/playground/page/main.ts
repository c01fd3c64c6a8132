import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { examples } from './examples.ts';

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

/** The editor remembers its tabs. It shows a new tab's variables, but forgets those of the first one on the first visit. */
const firstVariables = localStorage.getItem('graphiql:tabState') === null ? examples[0]?.variables : undefined;

const place = document.getElementById('graphiql');
if (place) {
  place.textContent = '';
  const graphiql = createElement(GraphiQL, {
    fetcher: ask,
    defaultTabs: examples,
    defaultEditorToolsVisibility: 'variables',
    ...(firstVariables ? { initialVariables: firstVariables } : {}),
  });
  createRoot(place).render(graphiql);
}
