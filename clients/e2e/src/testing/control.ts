import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Person, planServices, type Stack, type StackUrls, type Supervised } from '@crosstrust/stack';

/** What a test file needs to know of the stack of its run. */
export interface Facts {
  readonly urls: StackUrls;
  readonly people: readonly Person[];
  /** Where the stack keeps what it needs, so that the project's tools find it. */
  readonly dataFolder: string;
  /** The superuser's URL of each of its databases, by name. */
  readonly databases: Readonly<Record<string, string>>;
  /** The settings of its accounts service, so that a second one can serve the same people. */
  readonly accountsSettings: Readonly<Record<string, string>>;
}

/** What a test can do to a service. `stop` ends it until `start`; after `kill` the launcher starts it again. */
export const acts = ['stop', 'start', 'kill', 'pause', 'resume'] as const;
export type Act = (typeof acts)[number];

/**
 * Lets the test files, which are other processes, break the stack of their run: POST /<token>/<service>/<act>,
 * GET /<token>/facts, GET /<token>/logs. The token keeps everybody else on the machine out.
 */
export async function serveControl(stack: Stack): Promise<{ url: string; close(): Promise<void> }> {
  const token = randomBytes(16).toString('hex');
  const answer = async (method: string | undefined, path: string): Promise<unknown> => {
    const [, given, name = '', act = ''] = path.split('/');
    if (given !== token) throw new Error('not for you');
    if (name === 'facts') return factsOf(stack);
    if (name === 'logs') return stack.logs();
    if (method !== 'POST' || !acts.includes(act as Act)) throw new Error('nothing to do');
    await stack.service(name)[act as Act & keyof Supervised]();
    return {};
  };
  const server = createServer((request, response) => {
    answer(request.method, request.url ?? '').then(
      (body) => response.end(JSON.stringify(body)),
      (error: Error) => response.writeHead(500).end(JSON.stringify({ message: error.message })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections());
  return { url: `http://127.0.0.1:${port}/${token}`, close };
}

function factsOf({ urls, people, plan, postgres }: Stack): Facts {
  const urlOf = (name: string) => Object.assign(new URL(postgres ?? ''), { pathname: `/${name}` }).href;
  const databases = Object.fromEntries([...plan.databases.keys()].map((name) => [name, urlOf(name)]));
  const accountsSettings = planServices(plan).find(({ name }) => name === 'accounts')?.env ?? {};
  return { urls, people, dataFolder: plan.settings.dataFolder, databases, accountsSettings };
}
