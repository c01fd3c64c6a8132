import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Clock, headers, systemClock } from '@crosstrust/contract';
import {
  createHttp,
  createLog,
  createSigner,
  createVault,
  type Log,
  type RunningService,
  serveSubgraph,
  type Signer,
} from '@crosstrust/service';
import type { FastifyInstance } from 'fastify';
import { serveAnchors } from './anchors/anchors-route.ts';
import { clientOf } from './client-of.ts';
import type { Core, Sleep } from './core.ts';
import { openDatabase } from './database/open-database.ts';
import { serveFeed } from './feeds/feed-route.ts';
import type { GraphContext } from './graph/context.ts';
import { createSchema } from './graph/schema.ts';
import { createAskTrust } from './links/ask-trust.ts';
import { readPolicies } from './links/policies.ts';
import { createTellTrust } from './links/tell-trust.ts';
import { createLimitAddress } from './limits/limit-address.ts';
import { serveInbox } from './messages/inbox-page.ts';
import { runNextJob } from './messages/run-next-job.ts';
import { tidy } from './messages/tidy.ts';
import { inboxTransport, webhookTransport } from './messages/transports.ts';
import { startWorkers, type Worker } from './messages/worker.ts';
import { serveNhsLogin } from './nhs-login/nhs-login-route.ts';
import { createNhsLogin } from './nhs-login/provider.ts';
import { nhsLoginOf } from './nhs-login/settings.ts';
import { serveMyData } from './my-data/serve-my-data.ts';
import { Viewer } from './people/viewer.ts';
import { serveSession } from './sessions/session-route.ts';
import type { ServeSettings } from './settings.ts';

const bodyLimit = 100_000;
const workers = 4;
const lookForJobsEvery = 500;
const tidyEvery = 10 * 60_000;

/** What the service is made of; a test brings its own clock. */
export interface AccountsParts {
  readonly settings: ServeSettings;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
  readonly log?: Log;
}

/** The running service. */
export interface Accounts extends RunningService {
  /** Resolves when every job that is due has been done; for tests. */
  drain(): Promise<void>;
}

/** The composition root: everything that the single login is made of, put together and listening. */
export async function createAccounts({
  settings,
  clock = systemClock,
  sleep = wait,
  log = createLog('accounts', settings.LOG_LEVEL),
}: AccountsParts): Promise<Accounts> {
  const signer = await createSigner(settings.SIGNING_KEYS);
  const vault = createVault(settings.DATA_KEYS, settings.LOOKUP_KEYS);
  const policies = await readPolicies(settings.POLICIES);
  const database = await openDatabase(settings.DATABASE_URL, log);
  const askTrust = createAskTrust({ urls: settings.TRUST_URLS, signer, clock, log });
  const tellTrust = createTellTrust({ urls: settings.TRUST_URLS, signer, clock });
  const nhsLogin = nhsLoginOf(settings);
  let worker: Worker | undefined;
  const codesPerHour = settings.CODES_PER_HOUR;
  const core: Core = {
    database,
    vault,
    clock,
    sleep,
    log,
    askTrust,
    tellTrust,
    policies,
    codesPerHour,
    nhsLogin: nhsLogin && createNhsLogin({ settings: nhsLogin, publicUrl: settings.PUBLIC_URL, clock, log }),
    publicUrl: settings.PUBLIC_URL,
    limitAddress: createLimitAddress(database.pool, vault, settings.TRIES_PER_ADDRESS),
    wakeWorker: () => worker?.wake(),
  };

  const transport =
    settings.MESSAGES === 'webhook' && settings.MESSAGES_URL
      ? webhookTransport(settings.MESSAGES_URL)
      : inboxTransport(vault, clock);
  const http = createHttp({ log, bodyLimit, ready: database.ready });
  http.get('/.well-known/jwks.json', async () => signer.publicKeys);
  serveSession(http, core, signer);
  serveFeed(http, core, signer);
  serveAnchors(http, core, settings.TRUST_URLS);
  serveMyData(http, core, signer);
  serveNhsLogin(http, core, signer);
  if (settings.MESSAGES === 'inbox') serveInbox(http, core);
  await serveGraph(http, core, signer);
  await http.listen({ host: settings.HOST, port: settings.PORT });

  worker = startWorkers(workers, () => runNextJob(core, transport), lookForJobsEvery, log);
  const tidying = setInterval(() => tidy(core).catch(() => log.warn('tidying failed')), tidyEvery);
  const { drain, stop } = worker;
  return {
    url: `http://${settings.HOST}:${(http.server.address() as AddressInfo).port}`,
    drain,
    close: async () => {
      clearInterval(tidying);
      await Promise.all([http.close(), stop()]);
      await database.close();
    },
  };
}

function serveGraph(http: FastifyInstance, core: Core, signer: Signer): Promise<void> {
  return serveSubgraph<GraphContext>(http, {
    schema: createSchema(),
    log: core.log,
    context: async (request, reply) => ({
      correlation: request.correlation,
      client: clientOf(request),
      core,
      viewer: await Viewer.ofAuthorization(request.headers.authorization, signer, core.clock()),
      handSession: (value) => void reply.header(headers.session, value),
      handDevice: (value) => void reply.header(headers.savedDevice, value),
    }),
  });
}
