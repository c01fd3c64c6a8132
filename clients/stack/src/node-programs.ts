import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from './paths.ts';

/**
 * The Node that runs the services: this one when it is 24 or later, else the one that came with the install. The trusts'
 * folders are TypeScript, which only a recent Node reads.
 */
export function findNode(): string {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node');
}

/** Compiled code is kept between starts, which makes each service start in about half the time. */
const compileCache = join(projectRoot, 'node_modules/.cache/crosstrust');

const passedOn = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_EXTRA_CA_CERTS', 'SYSTEMROOT'];

/** The environment of a child: its own settings and what any program needs, and none of another service's secrets. */
export function childEnvironment(own: Readonly<Record<string, string>>): Record<string, string> {
  const common = passedOn.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]] as const],
  );
  return { ...Object.fromEntries(common), NODE_COMPILE_CACHE: compileCache, APOLLO_TELEMETRY_DISABLED: '1', ...own };
}
