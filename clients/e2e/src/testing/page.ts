import type { GraphqlAnswer } from '@crosstrust/stack';
import type { Page } from 'playwright-core';

/** What a page's code finds in a browser, as far as these tests use it. */
interface Window {
  readonly fetch: typeof fetch;
  readonly navigator: {
    readonly credentials: Record<'create' | 'get', (options: { publicKey: unknown }) => Promise<{ toJSON(): unknown }>>;
  };
  readonly PublicKeyCredential: Record<
    'parseCreationOptionsFromJSON' | 'parseRequestOptionsFromJSON',
    (options: unknown) => unknown
  >;
}

/** Sends an operation as a page of the gateway's own origin does: with the browser's cookies. */
export function askFromPage(page: Page, query: string, variables: object = {}): Promise<GraphqlAnswer> {
  return page.evaluate(
    async (body) => {
      const { fetch } = globalThis as unknown as Window;
      const answer = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as GraphqlAnswer;
    },
    { query, variables },
  );
}

/** Has the browser make a passkey, by options as the graph gives them; what it made, or the name of its refusal. */
export function createPasskey(page: Page, options: string): Promise<string> {
  return page.evaluate(async (written) => {
    const { navigator, PublicKeyCredential } = globalThis as unknown as Window;
    try {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(written));
      return JSON.stringify((await navigator.credentials.create({ publicKey })).toJSON());
    } catch (error) {
      return (error as Error).name;
    }
  }, options);
}

/** Has the browser sign with a passkey, likewise. */
export function getPasskey(page: Page, options: string): Promise<string> {
  return page.evaluate(async (written) => {
    const { navigator, PublicKeyCredential } = globalThis as unknown as Window;
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(written));
      return JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON());
    } catch (error) {
      return (error as Error).name;
    }
  }, options);
}
