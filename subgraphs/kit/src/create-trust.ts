import type { AddressInfo } from 'node:net';
import { type Clock, headers, RegistryError } from '@crosstrust/contract';
import {
  createHttp,
  createPool,
  createSigner,
  createVault,
  type Log,
  remoteKeys,
  type RunningService,
  serveSubgraph,
} from '@crosstrust/service';
import type { FastifyRequest } from 'fastify';
import { createAuthenticate } from './access/authenticate.ts';
import { createJudge } from './access/judge.ts';
import { createMayChange } from './access/may-change.ts';
import { isViewer, type Viewer, visible } from './access/viewer.ts';
import { createPreviewTokens } from './appointments/preview-tokens.ts';
import { createDocumentLinks } from './documents/document-links.ts';
import { serveDocuments } from './documents/serve-documents.ts';
import { serveExport } from './export/serve-export.ts';
import type { TrustContext } from './graph/context.ts';
import { trustGraph } from './graph/trust-graph.ts';
import { openDesk } from './help/desk.ts';
import { startAnchoring } from './ledger/anchor.ts';
import { createLedger, type Ledger } from './ledger/create-ledger.ts';
import { guardAnswers } from './ledger/guard-answers.ts';
import { noteReads, noteRefusals, noteRequests, shownTo } from './ledger/note-reads.ts';
import { createRequestLedger, noLedger } from './ledger/request-ledger.ts';
import { mustHoldGrant, rightOf } from './ledger/right-of.ts';
import { serveArticles } from './help/serve-articles.ts';
import { serveLinking } from './linking/serve-linking.ts';
import type { Policy } from './policy/policy.ts';
import { serveReports } from './reports/serve-reports.ts';
import { serveRegistrations } from './registrations/serve-registrations.ts';
import type { ServeSettings } from './settings.ts';
import { changeRecord } from './storage/changes.ts';
import { createReaders } from './storage/readers.ts';
import { rememberUnreadable } from './storage/remember-unreadable.ts';
import type { Unreadable } from './storage/salvage.ts';
import { scopeQueries } from './storage/scoped-queries.ts';
import { buildSubgraph } from './subgraph/build-subgraph.ts';
import { createCarryOut } from './verbs/carry-out.ts';

export interface TrustDeps {
  readonly policy: Policy;
  readonly settings: Omit<ServeSettings, 'NODE_ENV' | 'LOG_LEVEL'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The two locks of this process. Tests take one off to see that the others hold; nothing else passes them. */
  readonly locks?: Locks;
  /** Where looks are written. The bench puts one in its place that writes nothing; nothing else passes it. */
  readonly ledger?: Ledger;
}

export interface Locks {
  readonly guard: typeof buildSubgraph;
  readonly judge: typeof createJudge;
  readonly readers: typeof createReaders;
}

const allLocks: Locks = { guard: buildSubgraph, judge: createJudge, readers: createReaders };

/** The ledger's own connection, so that its writer never waits behind readers; in milliseconds. */
const ledgerConnection = { max: 1, statement_timeout: 2_000, query_timeout: 3_000 };

/** Milliseconds for a request that comes without a budget. */
const defaultBudgetMs = 1_500;

/** The service of one trust: its policy given to the kit. */
export async function createTrust({
  policy,
  settings,
  clock,
  log,
  locks = allLocks,
  ledger: given,
}: TrustDeps): Promise<RunningService> {
  const { key } = policy.trust;
  const signer = await createSigner(settings.SIGNING_KEYS);
  const vault = createVault(settings.DATA_KEYS, settings.LOOKUP_KEYS);
  const pool = createPool(settings.DATABASE_URL, log, { pipeline: true } as object);
  const ledgerPool = createPool(settings.DATABASE_URL, log, ledgerConnection);
  const ledger = given ?? createLedger(ledgerPool, log);
  const accountsKeys = remoteKeys(settings.ACCOUNTS_URL);
  const authenticate = createAuthenticate(accountsKeys, key, clock);
  const links = createDocumentLinks(key, signer, clock);
  const remember = rememberUnreadable(pool, log, clock);
  const previewTokens = createPreviewTokens(key, signer, clock);
  const http = createHttp({ log, bodyLimit: 1_000_000, ready: async () => void (await pool.query('select 1')) });
  const answersWaitFor = guardAnswers(http);

  const readersFor = (viewer: Viewer, request: FastifyRequest) => {
    const queries = scopeQueries(pool, [...viewer.grants.keys()], request.correlation, remainingBudget(request));
    const tellUnreadable = (found: Unreadable) => remember(found, request.correlation);
    return locks.readers({ viewer, policy, queries, vault, clock, tellUnreadable });
  };
  const deskFor = (request: FastifyRequest, viewer?: Viewer) =>
    openDesk({
      pool,
      vault,
      clock,
      correlation: request.correlation,
      budgetMs: remainingBudget(request),
      ...(viewer ? { viewer: { actor: viewer.actor, records: [...viewer.grants.keys()] } } : {}),
    });
  const carryOutFor = (viewer: Viewer, request: FastifyRequest) => {
    const { correlation } = request;
    const budgetMs = remainingBudget(request);
    return createCarryOut({
      vault,
      clock,
      trust: policy.trust,
      actor: viewer.actor,
      rightTo: (recordId) => rightOf(mustHoldGrant(viewer, recordId), viewer.actor),
      correlation,
      transaction: (recordId, work) => {
        if (visible(viewer, [recordId], clock()).length === 0) throw new RegistryError('NOT_YOURS', { trust: key });
        return changeRecord(pool, { recordId, correlation, budgetMs }, work);
      },
    });
  };
  const ledgerFor = (viewer: Viewer, request: FastifyRequest) =>
    createRequestLedger({
      ledger,
      trust: policy.trust,
      viewer,
      clock,
      correlation: request.correlation,
      budgetMs: remainingBudget(request),
    });
  const contextOf = async (request: FastifyRequest): Promise<TrustContext> => {
    const common = { correlation: request.correlation, policy, clock, links, previewTokens };
    const viewer = await authenticate(request.headers.authorization);
    if (!isViewer(viewer))
      return {
        ...common,
        desk: deskFor(request),
        ledger: noLedger,
        signedIn: viewer,
        judge: async () => viewer,
        mayChange: async () => viewer,
        readers: () => refuse(viewer),
        carryOut: () => refuse(viewer),
      };
    const noted = ledgerFor(viewer, request);
    answersWaitFor(request, noted);
    const plainReaders = readersFor(viewer, request);
    const judge = locks.judge(policy, viewer, plainReaders, clock);
    const readers = noteReads(plainReaders, noted, shownTo(policy, viewer));
    const desk = deskFor(request, viewer);
    return {
      ...common,
      desk: { ...desk, requests: noteRequests(desk.requests, noted) },
      ledger: noted,
      signedIn: true,
      judge: noteRefusals(judge, noted),
      mayChange: createMayChange(policy, viewer, judge),
      readers: () => readers,
      carryOut: carryOutFor(viewer, request),
    };
  };

  http.get('/.well-known/jwks.json', async () => signer.publicKeys);
  serveLinking(http, { policy, pool, vault, signer, accountsKeys, clock });
  serveReports(http, { policy, pool, vault, accountsKeys, clock });
  serveRegistrations(http, { policy, pool, vault, accountsKeys, clock });
  serveDocuments(http, contextOf);
  serveExport(http, contextOf);
  serveArticles(http, policy, (request) => deskFor(request).library);
  await serveSubgraph(http, { schema: locks.guard(trustGraph(policy)).schema, log, context: contextOf });
  const anchoring = startAnchoring({ pool, signer, clock, log, trust: key, accountsUrl: settings.ACCOUNTS_URL });
  http.addHook('onClose', async () => void (await Promise.all([pool.end(), ledgerPool.end()])));
  await http.listen({ host: settings.HOST, port: settings.PORT });
  const { port } = http.server.address() as AddressInfo;
  log.info('listening', { port });
  return { url: `http://localhost:${port}`, close: () => anchoring.stop().then(() => http.close()) };
}

function refuse(error: RegistryError): never {
  throw error;
}

/** What is left of the operation's time, counted down from what the gateway sent along. */
function remainingBudget(request: FastifyRequest): () => number {
  const given = Number(request.headers[headers.budget]);
  const budget = Number.isFinite(given) && given > 0 ? Math.min(given, 60_000) : defaultBudgetMs;
  const end = performance.now() + budget;
  return () => end - performance.now();
}
