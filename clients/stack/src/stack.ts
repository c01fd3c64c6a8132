import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Inbox, openInbox } from './inbox.ts';
import { type PrepareOptions, prepare, type Start } from './prepare.ts';
import type { Hold } from './running.ts';
import type { Person } from './sample/people.ts';
import { importSamples } from './samples.ts';
import { type Plan, planServices, type StackUrls } from './services.ts';
import { type Supervised, superviseService } from './supervisor.ts';
import { Teardown } from './teardown.ts';

export interface StackOptions extends PrepareOptions {
  /** The sample patients to fill in, unless they are there: none, their records at the trusts, or also their accounts. */
  readonly samples?: 'none' | 'records' | 'accounts';
  /** The day from which the samples' appointments lie ahead or behind. */
  readonly today?: Date;
  readonly tell?: (line: string) => void;
  /** Aborting stops everything, also half-way through the start. */
  readonly signal?: AbortSignal;
}

/** A whole system that runs on this machine. */
export interface Stack {
  readonly urls: StackUrls;
  /** The superuser's URL of the PostgreSQL under it; undefined when every database was given. */
  readonly postgres: string | undefined;
  readonly plan: Plan;
  readonly inbox: Inbox;
  /** The sample patients that were filled in, now or by an earlier start. */
  readonly people: readonly Person[];
  /** A service that runs here, by name: accounts, gateway, or a trust's key. @throws Error when there is none */
  service(name: string): Supervised;
  /** Everything that the services have logged, by name. */
  logs(): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Brings the whole system up: data folder, PostgreSQL, databases, migrations, services, samples.
 * @throws LaunchFault with one line for a person; nothing is left running then.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  return withTeardown(options, (start) => bringUp(start, options));
}

/** Runs some work that starts things; when it fails or is aborted, what was started is ended before the error goes on. */
export async function withTeardown<Result>(
  options: PrepareOptions & Pick<StackOptions, 'tell' | 'signal'>,
  work: (start: Start) => Promise<Result>,
): Promise<Result> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])]);
  const teardown = new Teardown();
  const running = work({ options, teardown, signal, tell: options.tell ?? (() => undefined) });
  running.catch(() => undefined);
  try {
    return await Promise.race([running, rejectOnAbort(signal)]);
  } catch (error) {
    failed.abort();
    await teardown.run();
    throw error;
  }
}

async function bringUp(start: Start, options: StackOptions): Promise<Stack> {
  const { teardown, signal, tell } = start;
  const { plan, postgres, hold } = await prepare(start);
  const importing =
    options.samples && options.samples !== 'none'
      ? importSamples(plan, { adminUrl: postgres, today: options.today ?? new Date(), tell, signal })
      : undefined;
  importing?.catch(() => undefined);
  const services = await startServices(start, plan, hold);
  const inbox = openInbox(plan.urls.accounts);
  const samples = await importing;
  if (options.samples === 'accounts') await samples?.openAccounts(inbox);
  await hold.note({ urls: plan.urls });
  const logFiles = [...services.keys()].map((name) => [name, logFileOf(plan, name)] as const);
  return {
    urls: plan.urls,
    postgres,
    plan,
    inbox,
    people: samples?.people ?? [],
    service: (name) => services.get(name) ?? missing(name),
    logs: async () =>
      Object.fromEntries(
        await Promise.all(logFiles.map(async ([name, file]) => [name, await readFile(file, 'utf8').catch(() => '')])),
      ),
    stop: () => teardown.run(),
  };
}

/** Starts the services side by side, and waits until each is ready. */
async function startServices(
  { teardown, signal, tell }: Start,
  plan: Plan,
  hold: Hold,
): Promise<ReadonlyMap<string, Supervised>> {
  tell('starting the services');
  const starting = planServices(plan).map(async (program) => {
    const logFile = logFileOf(plan, program.name);
    await rename(logFile, `${logFile}.old`).catch(() => undefined);
    const onPid = (name: string, pid: number | undefined) => void hold.noteChild(name, pid);
    return superviseService(program, { logFile, tell, onPid, signal });
  });
  const stopAll = async () => {
    await Promise.all(
      starting.map((service) =>
        service.then(
          (started) => started.stop(),
          () => undefined,
        ),
      ),
    );
  };
  await teardown.add(Promise.resolve(), stopAll);
  return new Map((await Promise.all(starting)).map((service) => [service.name, service]));
}

const logFileOf = (plan: Plan, service: string): string => join(plan.settings.dataFolder, 'logs', `${service}.log`);

function missing(name: string): never {
  throw new Error(`no service ${name} runs here`);
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const refuse = () => reject(signal.reason);
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
}
