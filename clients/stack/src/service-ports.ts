import { setTimeout as pause } from 'node:timers/promises';
import { LaunchFault } from './fault.ts';
import { findFreePorts, isFree } from './ports.ts';
import type { StackUrls } from './services.ts';
import { prefixOf, type StackSettings } from './settings.ts';

/** Milliseconds in which the services of a launcher that was killed have ended. */
const endingMilliseconds = 7_000;

/**
 * Where each service will answer.
 * @param options.freePorts takes ports that are free now instead of those of the settings
 * @param options.patient waits a moment for ports that an earlier run's services are just giving up
 * @throws LaunchFault naming the port that is taken and the setting that moves it
 */
export async function choosePorts(
  settings: StackSettings,
  options: { freePorts: boolean; patient: boolean },
): Promise<StackUrls> {
  const elsewhere = new Map(servicesOf(settings).flatMap(([key, { url }]) => (url ? [[key, url] as const] : [])));
  const wanted = [
    ['gateway', settings.gatewayPort] as const,
    ...servicesOf(settings).map(([key, { port }]) => [key, port] as const),
  ];
  const ours = wanted.filter(([key]) => !elsewhere.has(key));
  const free = options.freePorts ? await findFreePorts(ours.length) : undefined;
  const ports = new Map(ours.map(([key, port], index) => [key, free?.[index] ?? port]));
  refuseDoubles(ports);
  if (!free) await Promise.all([...ports].map(([key, port]) => mustBeFree(key, port, options.patient)));
  const urlOf = (key: string) => elsewhere.get(key) ?? `http://127.0.0.1:${ports.get(key)}`;
  const trusts = Object.keys(settings.services).filter((key) => key !== 'accounts');
  return {
    gateway: `http://localhost:${ports.get('gateway')}`,
    accounts: urlOf('accounts'),
    timeline: urlOf('timeline'),
    trusts: Object.fromEntries(trusts.map((key) => [key, urlOf(key)])),
  };
}

/** Every service that can run elsewhere, by name. */
const servicesOf = ({ services, timeline }: StackSettings) => [
  ...Object.entries(services),
  ['timeline', timeline] as const,
];

function refuseDoubles(ports: ReadonlyMap<string, number>): void {
  for (const [key, port] of ports) {
    const other = [...ports].find(([otherKey, otherPort]) => otherKey !== key && otherPort === port);
    if (other)
      throw new LaunchFault(`${key} and ${other[0]} are both set to port ${port}: change ${prefixOf(key)}_PORT`);
  }
}

async function mustBeFree(key: string, port: number, patient: boolean): Promise<void> {
  const end = Date.now() + (patient ? endingMilliseconds : 0);
  while (!(await isFree(port))) {
    if (Date.now() >= end)
      throw new LaunchFault(
        `port ${port} is in use, and ${key} needs it: stop what uses it, or choose another with ${prefixOf(key)}_PORT`,
      );
    await pause(100);
  }
}
