import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from './command.ts';
import { findCandidates, rankSpanning, type Spanning } from './demo/candidates.ts';
import { askForEverything } from './demo/one-query.ts';
import { describePage } from './demo/table.ts';
import { LaunchFault } from './fault.ts';
import { importInto } from './import-data.ts';
import { openAccountAt } from './invite.ts';
import { openPortal, type Portal, Refused } from './portal.ts';
import { type Stack, startStack } from './stack.ts';
import { timedTell } from './tell.ts';

/** Trusts that a person's records must span for the demo to show what it means to show. */
const wanted = 3;

/** `npm run demo`: the whole way, from FHIR data to one answer out of several trusts, on a stack that is thrown away. */
async function demo(args: readonly string[], signal: AbortSignal): Promise<number> {
  const data = readArguments(args);
  const tell = timedTell();
  const stack = await startStack({
    environment: developmentOnly(),
    temporary: true,
    freePorts: true,
    samples: data ? 'none' : 'records',
    tell,
    signal,
  });
  const ended = new Promise<never>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
  try {
    return await Promise.race([show(stack, data, tell, signal), ended]);
  } finally {
    await stack.stop();
  }
}

/** The whole system as the person who is shown uses it. */
interface Way extends Pick<Stack, 'plan' | 'inbox'> {
  readonly portal: Portal;
  readonly signal: AbortSignal;
}

async function show(
  stack: Stack,
  data: string | undefined,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const trusts = Object.keys(stack.urls.trusts);
  if (data) {
    tell('importing, shared out over the trusts');
    const code = await importInto(stack.plan, {
      data,
      keys: trusts,
      signal,
      write: (text) => console.log(text),
    });
    if (code !== 0) return code;
  }
  tell('looking for a living adult whom several trusts know');
  const people = rankSpanning(await findCandidates(stack.plan, trusts, signal), new Date());
  const portal = openPortal(stack.urls.gateway);
  const person = await signInAsBest(people, { ...stack, portal, signal }, tell);
  tell('asking the one query');
  const page = await askForEverything(portal, person.session);
  console.log(`\n${describePage(page)}\n`);
  if (person.trusts >= wanted) return 0;
  console.log(`Nobody in this data has records in ${wanted} trusts; this is the best there is, with ${person.trusts}.`);
  return 2;
}

/** Goes down the list until one is found whose trusts vouch for them: data from elsewhere holds all kinds of people. */
async function signInAsBest(
  people: readonly Spanning[],
  way: Way,
  tell: (line: string) => void,
): Promise<{ session: string; trusts: number }> {
  const { portal, inbox } = way;
  let refusal = 'it holds no living adult with something that a trust can show: an appointment, a letter, a result';
  for (const { details, trusts } of people.slice(0, 20)) {
    try {
      await openAt(details, trusts, way, tell);
      tell('signing in by email and birth date, with the code from the inbox');
      const session = await portal.signIn({ email: details.email }, details.birthDate, inbox);
      const linked = await portal.ask('{ me { records { id } } }', { session });
      const records = (linked.data?.['me'] as { records?: unknown[] } | null)?.records ?? [];
      return { session, trusts: records.length };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal = `the portal refused each of them (${error.code})`;
    }
  }
  throw new LaunchFault(`nobody in this data can sign in: ${refusal}`);
}

async function openAt(
  details: Spanning['details'],
  trusts: readonly string[],
  way: Way,
  tell: (line: string) => void,
): Promise<void> {
  const { portal, inbox } = way;
  const [first = '', ...rest] = trusts;
  tell(`opening their account by the assertion of ${first}`);
  const session = await openAccountAt(way, first, details);
  for (const trust of rest) {
    tell(`linking ${trust}`);
    await portal.linkTrust(trust, session).catch((error) => {
      if (!(error instanceof Refused)) throw error;
      tell(`${trust} does not link them (${error.code})`);
    });
  }
  await portal.verifyEmail(details.email, session, inbox);
  await portal.signOut(session);
}

/** A demo is made of development parts, whatever the settings of this machine's own stack are. */
function developmentOnly(): Record<string, string | undefined> {
  return { PATH: process.env['PATH'] };
}

function readArguments(args: readonly string[]): string | undefined {
  let data: string | undefined;
  try {
    ({ data } = parseArgs({ args: [...args], options: { data: { type: 'string' } } }).values);
  } catch {
    throw new LaunchFault('use: npm run demo [-- --data <folder, bundle, .ndjson or .tar.gz>]');
  }
  if (data === undefined) return undefined;
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), data);
  if (!existsSync(path)) throw new LaunchFault(`there is nothing at ${path}`);
  return path;
}

await runCommand('demo', demo);
