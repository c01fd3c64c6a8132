import { trusts } from '@crosstrust/contract';
import type { Program } from './child.ts';
import { type DatabaseAccess, databaseOf } from './databases.ts';
import type { Secrets } from './secrets.ts';
import { prefixOf, type StackSettings } from './settings.ts';
import type { ServiceProgram } from './supervisor.ts';

/** Everything that the services of one stack need to know of each other. */
export interface Plan {
  readonly settings: StackSettings;
  readonly secrets: Secrets;
  readonly databases: ReadonlyMap<string, DatabaseAccess>;
  readonly urls: StackUrls;
  /** The script that a service runs, from the project's top. */
  readonly scriptOf: (service: string) => string;
}

/** Where each service answers. */
export interface StackUrls {
  readonly gateway: string;
  readonly accounts: string;
  readonly timeline: string;
  readonly trusts: Readonly<Record<string, string>>;
}

/** The script of a service, from the project's top. A trust's folder is run as it stands. */
export function scriptOf(service: string): string {
  if (service === 'gateway') return 'gateway/dist/main.js';
  const isTrust = trusts.some(({ key }) => key === service);
  return isTrust ? `subgraphs/${service}/main.ts` : `subgraphs/${service}/dist/main.js`;
}

/** Keys of the services that keep data: accounts, then each trust on the list. */
export const dataServices: readonly string[] = ['accounts', ...trusts.map(({ key }) => key)];

/** The services to start: those that do not run elsewhere already. */
export function planServices(plan: Plan): ServiceProgram[] {
  const own = dataServices.filter((key) => !plan.settings.services[key]?.url);
  return [
    ...own.map((key) => (key === 'accounts' ? accountsProgram(plan) : trustProgram(plan, key))),
    ...(plan.settings.timeline.url ? [] : [timelineProgram(plan)]),
    gatewayProgram(plan),
  ];
}

/** The program that brings a service's database up to date. */
export function migrateProgram(plan: Plan, service: string): Program {
  const { ownerUrl, appRole } = databaseFor(plan, service);
  return {
    name: `${service} migrate`,
    args: [plan.scriptOf(service), 'migrate'],
    env: { NODE_ENV: plan.settings.nodeEnv, MIGRATION_DATABASE_URL: ownerUrl, APP_ROLE: appRole },
  };
}

/** A tool of a trust that works on its database as the owner: `import`, `candidates`. */
export function trustTool(plan: Plan, trust: string, args: readonly string[]): Program {
  return {
    name: `${trust} ${args[0]}`,
    args: [plan.scriptOf(trust), ...args],
    env: {
      NODE_ENV: plan.settings.nodeEnv,
      MIGRATION_DATABASE_URL: databaseFor(plan, trust).ownerUrl,
      DEMOGRAPHICS_DATABASE_URL: plan.databases.get('demographics')?.ownerUrl ?? '',
      PUBLIC_URL: publicUrlOf(plan),
      ...keysOf(plan, trust),
    },
  };
}

/** A tool of accounts' that reads its database as the service does: `anchors`. */
export function accountsTool(plan: Plan, args: readonly string[]): Program {
  return {
    name: `accounts ${args[0]}`,
    args: [plan.scriptOf('accounts'), ...args],
    env: {
      NODE_ENV: plan.settings.nodeEnv,
      LOG_LEVEL: plan.settings.logLevel,
      DATABASE_URL: databaseFor(plan, 'accounts').appUrl,
    },
  };
}

function accountsProgram(plan: Plan): ServiceProgram {
  const { messages, messagesUrl, codesPerHour, triesPerAddress, signingKeys } = {
    ...plan.settings,
    ...secretsOf(plan, 'accounts'),
  };
  return {
    name: 'accounts',
    url: plan.urls.accounts,
    args: [plan.scriptOf('accounts'), 'serve'],
    env: {
      ...common(plan, plan.urls.accounts),
      ...keysOf(plan, 'accounts'),
      DATABASE_URL: databaseFor(plan, 'accounts').appUrl,
      SIGNING_KEYS: signingKeys,
      TRUST_URLS: trustUrls(plan),
      PUBLIC_URL: publicUrlOf(plan),
      MESSAGES: messages,
      CODES_PER_HOUR: String(codesPerHour),
      TRIES_PER_ADDRESS: String(triesPerAddress),
      ...(messagesUrl ? { MESSAGES_URL: messagesUrl } : {}),
      ...plan.settings.nhsLogin,
    },
  };
}

function trustProgram(plan: Plan, key: string): ServiceProgram {
  const url = plan.urls.trusts[key] ?? '';
  return {
    name: key,
    url,
    args: [plan.scriptOf(key), 'serve'],
    env: {
      ...common(plan, url),
      ...keysOf(plan, key),
      DATABASE_URL: databaseFor(plan, key).appUrl,
      SIGNING_KEYS: secretsOf(plan, key).signingKeys,
      ACCOUNTS_URL: plan.urls.accounts,
    },
  };
}

function timelineProgram(plan: Plan): ServiceProgram {
  const { timeline, accounts } = plan.urls;
  return {
    name: 'timeline',
    url: timeline,
    args: [plan.scriptOf('timeline'), 'serve'],
    env: { ...common(plan, timeline), ACCOUNTS_URL: accounts },
  };
}

function gatewayProgram(plan: Plan): ServiceProgram {
  const { gateway, accounts, timeline } = plan.urls;
  return {
    name: 'gateway',
    url: gateway,
    args: [plan.scriptOf('gateway'), 'serve'],
    env: {
      ...common(plan, gateway),
      ACCOUNTS_URL: accounts,
      TIMELINE_URL: timeline,
      TRUST_URLS: trustUrls(plan),
      PUBLIC_URL: publicUrlOf(plan),
    },
  };
}

/** The gateway as browsers see it. */
function publicUrlOf({ settings, urls }: Plan): string {
  return settings.publicUrl ?? `http://localhost:${new URL(urls.gateway).port}`;
}

function common({ settings }: Plan, url: string): Record<string, string> {
  return { NODE_ENV: settings.nodeEnv, LOG_LEVEL: settings.logLevel, HOST: '127.0.0.1', PORT: new URL(url).port };
}

function keysOf(plan: Plan, service: string): Record<string, string> {
  const { dataKeys, lookupKeys } = secretsOf(plan, service);
  return { DATA_KEYS: dataKeys, LOOKUP_KEYS: lookupKeys };
}

/** What the environment gives wins over what was made for development. */
function secretsOf(
  { settings, secrets }: Plan,
  service: string,
): { signingKeys: string; dataKeys: string; lookupKeys: string } {
  const made = secrets.services[service] ?? { signingKeys: '', dataKeys: '', lookupKeys: '' };
  const given = settings.services[service];
  return {
    signingKeys: given?.signingKeys ?? made.signingKeys,
    dataKeys: given?.dataKeys ?? made.dataKeys,
    lookupKeys: given?.lookupKeys ?? made.lookupKeys,
  };
}

function databaseFor(plan: Plan, service: string): DatabaseAccess {
  const found = plan.databases.get(databaseOf(service));
  if (!found) throw new Error(`no database for ${prefixOf(service)}`);
  return found;
}

function trustUrls({ urls }: Plan): string {
  return Object.entries(urls.trusts)
    .map(([key, url]) => `${key}=${url}`)
    .join(',');
}
