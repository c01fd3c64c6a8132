import { type Inbox, openInbox, openPortal, type Person, type Portal, type StackUrls } from '@crosstrust/stack';
import type { Act, Facts } from './control.ts';
import { dumpDatabase, type DumpedRow } from './dump.ts';
import { runTool, type Tool } from './tools.ts';

/** The whole system as a black-box test sees it: over HTTP, and from outside. */
export interface System {
  readonly urls: StackUrls;
  readonly portal: Portal;
  readonly inbox: Inbox;
  /** A sample patient by key; see the cast in the launcher's `sample/cast.ts`. */
  person(key: string): Person;
  readonly people: readonly Person[];
  /** The settings of the stack's accounts service. */
  readonly accountsSettings: Readonly<Record<string, string>>;
  /** Signs a sample patient in by email and gives the session, or the one that is there: codes are few an hour. */
  signIn(key: string): Promise<string>;
  /** Ends, starts, kills, pauses or resumes a service. Put things right again before the test ends. */
  act(service: string, act: Act): Promise<void>;
  logs(): Promise<Record<string, string>>;
  /** Runs a tool of the project's beside the running stack, and gives what it printed. @throws Error when it failed */
  tool(tool: Tool, args: readonly string[]): Promise<string>;
  /** The superuser's URL of each database, by the database's name. */
  readonly databases: Readonly<Record<string, string>>;
  /** Every row of every database, by the database's name. */
  dump(): Promise<Record<string, DumpedRow[]>>;
}

/** Opens the stack that this run has booted. */
export async function openSystem(): Promise<System> {
  const control = process.env['E2E_CONTROL'];
  if (!control) throw new Error('no stack was booted: run the tests with .config/vitest.config.ts');
  const call = async (path: string, method = 'GET') => {
    const answer = await fetch(`${control}/${path}`, { method });
    const body = await answer.json();
    if (!answer.ok) throw new Error(`control: ${(body as { message: string }).message}`);
    return body;
  };
  const { urls, people, dataFolder, databases, accountsSettings } = (await call('facts')) as Facts;
  const [portal, inbox] = [openPortal(urls.gateway), openInbox(urls.accounts)];
  const person = (key: string) => {
    const found = people.find((candidate) => candidate.key === key);
    if (!found) throw new Error(`no sample person ${key}`);
    return found;
  };
  const sessions = new Map<string, string>();
  const isAlive = async (session: string) =>
    Boolean((await portal.ask('{ session { level } }', { session })).data?.['session']);
  const signIn = async (key: string) => {
    const held = sessions.get(key);
    if (held && (await isAlive(held))) return held;
    const session = await portal.signIn({ email: person(key).email }, person(key).birthDate, inbox);
    sessions.set(key, session);
    return session;
  };
  return {
    urls,
    portal,
    inbox,
    people,
    accountsSettings,
    person,
    signIn,
    act: async (service, act) => void (await call(`${service}/${act}`, 'POST')),
    logs: async () => (await call('logs')) as Record<string, string>,
    databases,
    tool: (tool, args) => runTool(dataFolder, tool, args),
    dump: async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(databases).map(async ([name, url]) => [name, await dumpDatabase(url)] as const),
        ),
      ),
  };
}
