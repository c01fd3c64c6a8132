import { createHttp, createLog, type Log, SettingsError } from '@crosstrust/service';
import { createExecutor } from './execution/create-executor.ts';
import { describeOperation } from './execution/describe-operation.ts';
import { readSupergraph } from './execution/read-supergraph.ts';
import { defaultLimits, type Limits } from './limits/limits.ts';
import { correlationFromOutside } from './limits/outside-correlation.ts';
import { createMyData } from './my-data/serve-my-data.ts';
import { nhsLoginCookieFor } from './nhs-login/nhs-login-cookie.ts';
import { createSessionCheck } from './session/check-session.ts';
import { deviceCookieFor } from './session/device-cookie.ts';
import { sessionCookieFor } from './session/session-cookie.ts';
import { createTokenCache } from './session/token-cache.ts';
import type { GatewaySettings } from './settings.ts';
import { defaultTuning, type Tuning } from './tuning.ts';
import { accountsName, timelineName } from './upstream/create-subgraph-source.ts';
import { createUpstream, type Upstream } from './upstream/create-upstream.ts';
import { deadlineAfter } from './upstream/deadline.ts';
import { UpstreamFault } from './upstream/upstream-fault.ts';

/** Sessions whose tokens a gateway keeps, at about 4 kB each. */
const rememberedSessions = 5_000;

/** What a gateway is made of. */
export interface GatewayDeps {
  readonly settings: GatewaySettings;
  readonly log?: Log;
  readonly limits?: Limits;
  readonly tuning?: Partial<Tuning>;
}

/** Puts together what the stages work with; nothing listens yet. */
export async function createParts({
  settings,
  log = createLog('gateway', settings.LOG_LEVEL),
  limits = defaultLimits,
  tuning: changed,
}: GatewayDeps) {
  const tuning: Tuning = { ...defaultTuning, ...changed };
  const isDevelopment = settings.NODE_ENV === 'development';
  const supergraph = await readSupergraph(settings.SUPERGRAPH);
  const upstreams = new Map(
    supergraph.services.map((name) => {
      const url = urlOf(name, settings);
      if (!url) throw new SettingsError(`${settingOf(name)}: has no URL for ${name}, which the supergraph holds`);
      return [name, createUpstream(name, url, tuning)] as const;
    }),
  );
  const accounts = upstreams.get(accountsName);
  if (!accounts) throw new SettingsError(`SUPERGRAPH: holds no ${accountsName}`);
  const executor = await createExecutor({
    supergraph,
    upstreams,
    limits,
    timelineMs: tuning.timelineMs,
    isDevelopment,
    log,
  });
  const http = createHttp({
    log,
    bodyLimit: limits.bodyBytes,
    ready: () => reachAccounts(accounts),
    describe: describeOperation,
    correlate: correlationFromOutside,
    trustedProxies: settings.TRUSTED_PROXIES,
  });
  return {
    settings,
    log,
    limits,
    tuning,
    isDevelopment,
    upstreams,
    accounts,
    executor,
    myData: createMyData({ accounts, upstreams, tuning }),
    http,
    times: { queryMs: settings.QUERY_MS - tuning.reserveMs, mutationMs: settings.MUTATION_MS - tuning.reserveMs },
    cookie: sessionCookieFor(settings.PUBLIC_URL),
    savedDevice: deviceCookieFor(settings.PUBLIC_URL),
    nhsLoginCookie: nhsLoginCookieFor(settings.PUBLIC_URL),
    checkSession: createSessionCheck(accounts, createTokenCache(rememberedSessions)),
  };
}

/** What the stages work with. */
export type Parts = Awaited<ReturnType<typeof createParts>>;

/** The setting that says where a service of the supergraph is reached: all but two are trusts. */
const settingOf = (name: string) =>
  name === accountsName ? 'ACCOUNTS_URL' : name === timelineName ? 'TIMELINE_URL' : 'TRUST_URLS';

function urlOf(name: string, settings: GatewaySettings): string | undefined {
  const setting = settingOf(name);
  return setting === 'TRUST_URLS' ? settings.TRUST_URLS.get(name) : settings[setting];
}

/** The gateway can serve when accounts can; a trust that is down costs only its own fields. */
async function reachAccounts(accounts: Upstream): Promise<void> {
  await accounts.ask({ method: 'GET', path: '/ready', headers: {}, deadline: deadlineAfter(1_000) }, ({ status }) => {
    if (status !== 200) throw new UpstreamFault('unavailable', true);
  });
}
