import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FeedAnswer, headers, type SessionAnswer } from '@crosstrust/contract';
import type { Log, LogFields } from '@crosstrust/service';
import { createGateway } from '../create-gateway.ts';
import { readGatewaySettings } from '../settings.ts';
import type { Tuning } from '../tuning.ts';
import { type FakeService, type Handler, sendJson, startFakeService } from './fake-service.ts';
import {
  buildAccountsSchema,
  buildTimelineSchema,
  buildTrustSchema,
  composeTestGraph,
  execute,
  type TrustName,
  trustNames,
} from './graph.ts';

export const liveSession = 'live-session-0123456789abcdef';
export const endedSession = 'ended-session-0123456789abcdef';
/** The secret of a feed that is not revoked. */
export const liveFeed = 'feed-secret'.padEnd(43, '0');
export const publicUrl = 'http://localhost:4000';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared whole
  readonly body: any;
  /** Milliseconds from sending to the end of the body. */
  readonly ms: number;
}

export interface LogLine {
  readonly event: string;
  readonly fields: LogFields;
}

/** A gateway over real HTTP services of a small graph, with one live session. */
export interface World {
  readonly url: string;
  readonly accounts: FakeService;
  readonly trusts: Readonly<Record<TrustName, FakeService>>;
  readonly timeline: FakeService;
  readonly lines: LogLine[];
  /** Changes how accounts answers about sessions and feeds. */
  answerSessions(handler: Handler | undefined): void;
  send(path: string, init?: RequestInit): Promise<Answer>;
  /** Sends an operation as the signed-in patient, or with the headers given. */
  ask(query: string | object, requestHeaders?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly tuning?: Partial<Tuning>;
  readonly documents?: Handler;
  readonly articles?: Handler;
  /** What the trusts and the service over all of them answer of an export. */
  readonly myData?: { readonly part: Handler; readonly file: Handler };
  /** What accounts answers beside the session's and the feed's question, by path. */
  readonly accountsRoutes?: Readonly<Record<string, Handler>>;
}

export async function startWorld({
  environment = {},
  tuning = {},
  documents,
  articles,
  myData,
  accountsRoutes = {},
}: WorldOptions = {}): Promise<World> {
  let sessions: Handler | undefined;
  const accountsSchema = buildAccountsSchema();
  const accounts = await startFakeService({
    '/session': (asked, response) => (sessions ?? answerSession)(asked, response),
    '/feed': (asked, response) => (sessions ?? answerFeed)(asked, response),
    '/ready': (_asked, response) => sendJson(response, { ready: true }),
    ...accountsRoutes,
    '/graphql': async (asked, response) => {
      const answerHeaders: Record<string, string> = {};
      const setSession = (session: string) => {
        answerHeaders[headers.session] = session;
      };
      sendJson(
        response,
        await execute(accountsSchema, asked.body, { token: tokenOf(asked.headers.authorization), setSession }),
        200,
        answerHeaders,
      );
    },
  });
  const started = await Promise.all(
    trustNames.map(async (key) => [key, await startTrust(key, { documents, articles, parts: myData?.part })] as const),
  );
  const trusts = Object.fromEntries(started) as Record<TrustName, FakeService>;
  const timeline = await startTimeline(myData?.file);
  const folder = await mkdtemp(join(tmpdir(), 'gateway-test-'));
  await writeFile(join(folder, 'supergraph.graphql'), composeTestGraph());

  const lines: LogLine[] = [];
  const settings = readGatewaySettings({
    NODE_ENV: 'test',
    PORT: '0',
    PUBLIC_URL: publicUrl,
    ACCOUNTS_URL: accounts.url,
    TRUST_URLS: trustNames.map((key) => `${key}=${trusts[key].url}`).join(','),
    TIMELINE_URL: timeline.url,
    SUPERGRAPH: join(folder, 'supergraph.graphql'),
    ...environment,
  });
  const gateway = await createGateway({ settings, tuning, log: collectLog(lines) });

  const send = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const startedAt = performance.now();
    const response = await fetch(`${gateway.url}${path}`, { redirect: 'manual', ...init });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: parse(text),
      ms: performance.now() - startedAt,
    };
  };
  return {
    url: gateway.url,
    accounts,
    trusts,
    timeline,
    lines,
    send,
    answerSessions: (handler) => {
      sessions = handler;
    },
    ask: (query, requestHeaders = { authorization: `Bearer ${liveSession}` }) =>
      send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...requestHeaders },
        body: JSON.stringify(typeof query === 'string' ? { query } : query),
      }),
    close: async () => {
      await gateway.close();
      await Promise.all([accounts, timeline, ...Object.values(trusts)].map((service) => service.kill()));
      await rm(folder, { recursive: true });
    },
  };
}

function startTrust(
  key: TrustName,
  {
    documents,
    articles,
    parts,
  }: { documents: Handler | undefined; articles: Handler | undefined; parts: Handler | undefined },
): Promise<FakeService> {
  const schema = buildTrustSchema(key);
  return startFakeService({
    '/graphql': async (asked, response) =>
      sendJson(response, await execute(schema, asked.body, { token: tokenOf(asked.headers.authorization) })),
    ...(documents ? { '/documents/': documents } : {}),
    ...(articles ? { '/articles/': articles } : {}),
    ...(parts ? { '/export/': parts } : {}),
  });
}

function startTimeline(file: Handler | undefined): Promise<FakeService> {
  const schema = buildTimelineSchema();
  return startFakeService({
    '/graphql': async (asked, response) =>
      sendJson(response, await execute(schema, asked.body, { token: tokenOf(asked.headers.authorization) })),
    ...(file ? { '/my-data.json': file, '/my-data.pdf': file } : {}),
  });
}

const answerFeed: Handler = ({ body }, response) => {
  if (body['secret'] !== liveFeed) return sendJson(response, { code: 'LINK_EXPIRED' }, 404);
  sendJson(response, { tokens: allTokens() } satisfies FeedAnswer);
};

const allTokens = () =>
  Object.fromEntries(['accounts', 'timeline', ...trustNames].map((audience) => [audience, `token-for-${audience}`]));

const answerSession: Handler = ({ body }, response) => {
  if (body['session'] === endedSession) return sendJson(response, { code: 'SESSION_ENDED' }, 401);
  const fresh = { tokens: allTokens(), tokensExpireAt: Math.floor(Date.now() / 1000) + 60 };
  const answer: SessionAnswer = body['knownVersion'] === 'v1' ? { version: 'v1' } : { version: 'v1', fresh };
  sendJson(response, answer);
};

function tokenOf(authorization: string | undefined): string | undefined {
  return authorization?.replace(/^Bearer /, '');
}

function collectLog(lines: LogLine[]): Log {
  const write = (event: string, fields: LogFields = {}) => {
    lines.push({ event, fields });
  };
  return { debug: write, info: write, warn: write, error: write };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
