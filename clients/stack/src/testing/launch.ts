import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { trusts } from '@crosstrust/contract';
import { projectRoot } from '../paths.ts';
import { findFreePorts } from '../ports.ts';
import type { StackUrls } from '../services.ts';
import { prefixOf } from '../settings.ts';

/** A launcher that a test has started. */
export interface Launched {
  readonly process: ChildProcess;
  /** Resolves with the URLs, or rejects with what it wrote when it ended instead. */
  readonly ready: Promise<StackUrls>;
  /** Resolves when it has ended. */
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** What it has printed until now. */
  output(): string;
}

/** Settings with ports of a test's own, on which one launcher after the other runs. */
export async function portSettings(): Promise<Record<string, string>> {
  const names = ['gateway', 'accounts', 'timeline', ...trusts.map(({ key }) => key)].map(prefixOf);
  const ports = await findFreePorts(names.length);
  return Object.fromEntries(names.map((name, index) => [`${name}_PORT`, String(ports[index])]));
}

/** Starts the launcher as a process of its own, with stand-ins for the services. */
export function launch(settings: Readonly<Record<string, string>>): Launched {
  const script = join(projectRoot, 'clients/stack/dist/testing/stand-in-start.js');
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let resolveReady: (urls: StackUrls) => void = () => undefined;
  let rejectReady: (error: Error) => void = () => undefined;
  const ready = new Promise<StackUrls>((resolve, reject) => {
    resolveReady = resolve;
    rejectReady = reject;
  });
  ready.catch(() => undefined);
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    const urls = /^ready (.*)$/m.exec(stdout)?.[1];
    if (urls) resolveReady(JSON.parse(urls));
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => {
      rejectReady(new Error(stderr || stdout));
      resolve({ code, stdout, stderr });
    });
  });
  return { process: child, ready, ended, output: () => stdout };
}
