import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { type Program, readReason, spawnProgram } from './child.ts';
import { LaunchFault } from './fault.ts';

/** A service that is kept running. */
export interface ServiceProgram extends Program {
  /** Where it answers `/ready`. */
  readonly url: string;
}

export interface Supervised {
  readonly name: string;
  readonly url: string;
  readonly pid: number | undefined;
  /** Ends it for good. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would; it is restarted. */
  kill(): void;
  /** It keeps its connections and answers nothing, until resumed. */
  pause(): void;
  resume(): void;
  /** Starts it again after `stop`. */
  start(): Promise<void>;
}

export interface Surroundings {
  readonly logFile: string;
  readonly tell: (line: string) => void;
  readonly onPid: (name: string, pid: number | undefined) => void;
  /** Aborting ends a service that is not ready yet. */
  readonly signal?: AbortSignal;
  /** Milliseconds before the first restart; doubled for each further one up to the longest. */
  readonly pauses?: { readonly first: number; readonly longest: number };
}

const stopMilliseconds = 6_000;
/** A service that stayed up this long has got over its trouble. */
const steadyMilliseconds = 60_000;

/**
 * Starts a service and waits until it is ready. A crash afterwards is told in one line and the service restarted, each
 * time after a longer pause.
 * @throws LaunchFault when it ends before it was ever ready.
 */
export async function superviseService(program: ServiceProgram, around: Surroundings): Promise<Supervised> {
  const { first, longest } = around.pauses ?? { first: 500, longest: 30_000 };
  let child: ChildProcess;
  let wanted = true;
  let wait = first;
  let restart: NodeJS.Timeout | undefined;

  const launch = () => {
    child = spawnProgram(program, around.logFile);
    const started = Date.now();
    around.onPid(program.name, child.pid);
    child.once('error', () => undefined);
    child.once('exit', (code, signal) => {
      around.onPid(program.name, undefined);
      if (!wanted || !everReady) return;
      if (Date.now() - started > steadyMilliseconds) wait = first;
      const milliseconds = wait;
      wait = Math.min(wait * 2, longest);
      readReason(around.logFile).then(
        (reason) => around.tell(crashLine(program.name, { code, signal, reason, milliseconds })),
        () => undefined,
      );
      restart = setTimeout(launch, milliseconds);
    });
  };

  let everReady = false;
  launch();
  await waitForReady(program, () => child, around).catch(async (error) => {
    wanted = false;
    await endChild(child);
    throw error;
  });
  everReady = true;
  return {
    name: program.name,
    url: program.url,
    get pid() {
      return child.pid;
    },
    kill: () => void child.kill('SIGKILL'),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: async () => {
      wanted = false;
      clearTimeout(restart);
      await endChild(child);
    },
    start: async () => {
      if (!wanted) {
        wanted = true;
        wait = first;
        launch();
      }
      await waitForReady(program, () => child, around);
    },
  };
}

/** Waits until a service answers /ready. @throws LaunchFault when it ends first, or never does. */
async function waitForReady(
  program: ServiceProgram,
  current: () => ChildProcess,
  { logFile, signal }: Surroundings,
): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    signal?.throwIfAborted();
    if (await isReady(program.url)) return;
    const child = current();
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      const reason = await readReason(logFile);
      throw new LaunchFault(
        reason?.startsWith(`${program.name} cannot start`)
          ? reason
          : `${program.name} cannot start: ${reason ?? `see ${logFile}`}`,
      );
    }
    await pause(40);
  }
  throw new LaunchFault(`${program.name} did not become ready in a minute: see ${logFile}`);
}

/** Whether a service says that it can serve. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(3_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds);
  await ended;
  clearTimeout(timer);
}

function crashLine(
  name: string,
  {
    code,
    signal,
    reason,
    milliseconds,
  }: { code: number | null; signal: string | null; reason: string | undefined; milliseconds: number },
): string {
  const how = signal ? `was ended by ${signal}` : `ended with code ${code}${reason ? ` (${reason})` : ''}`;
  return `${name} ${how}; starting it again in ${milliseconds / 1000} s`;
}
