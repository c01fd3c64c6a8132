import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dayInLondon } from '@crosstrust/contract';
import { runProgram } from './child.ts';
import { noteOnDatabase } from './databases.ts';
import { LaunchFault } from './fault.ts';
import type { Inbox } from './inbox.ts';
import { openAccountAt } from './invite.ts';
import { inLanes } from './lanes.ts';
import { openPortal, type Portal, Refused } from './portal.ts';
import type { Person } from './sample/people.ts';
import { type Plan, trustTool } from './services.ts';

export interface SampleOptions {
  /** Of the server whose databases are ours to note on. */
  readonly adminUrl: string | undefined;
  readonly today: Date;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The sample people, and what is left to do for them. */
export interface Samples {
  readonly people: readonly Person[];
  /** Opens their accounts, as soon as the services are up. */
  openAccounts(inbox: Inbox): Promise<void>;
}

/** Counted up when the samples change, so that a data folder of before gets what is new. */
const edition = 2;
/** What is noted on a database of ours, with the day as which the samples were made: their birth dates hang on it. */
const noteOf = (day: string) => `samples ${edition} of ${day}`;
const readNote = (note = '') => {
  const [, made = '1', day] = /^samples (?:(\d+) )?of (\d{4}-\d{2}-\d{2})$/.exec(note) ?? [];
  return day ? { day: new Date(`${day}T12:00:00Z`), current: Number(made) === edition } : undefined;
};

/**
 * Imports the sample lives by the trusts' own importers, and publishes what the trusts have to read, unless a start
 * before has done so. With databases that are not ours to note on, it is done at each start; it changes nothing the
 * second time.
 */
export async function importSamples(plan: Plan, options: SampleOptions): Promise<Samples> {
  const noted = readNote(plan.databases.get('demographics')?.note);
  const { samplePeople, writeSamples } = await import('./sample/write-samples.ts');
  if (noted?.current) return { people: samplePeople(noted.day), openAccounts: async () => undefined };
  options.tell('making the sample patients');
  const today = noted?.day ?? options.today;
  const folder = join(plan.settings.dataFolder, 'samples');
  const { people, trusts } = await writeSamples(folder, today);
  const here = [...trusts].filter(([trust]) => !plan.settings.services[trust]?.url);
  await inLanes(2, here, async ([trust, { records, content }]) => {
    const run = (command: string, data: string) =>
      runProgram(trustTool(plan, trust, [command, '--data', data]), { signal: options.signal });
    await run('import', records);
    await run('publish', content);
  });
  await rm(folder, { recursive: true, force: true });
  return {
    people,
    openAccounts: async (inbox) => {
      options.tell('opening their accounts');
      const portal = openPortal(plan.urls.gateway);
      // Answers about accounts take their time whatever they say, so that more at once are sooner through.
      await inLanes(6, [...groupByMobile(people).values()], async (household) => {
        for (const person of household) await openAccountOf(person, { plan, portal, inbox, signal: options.signal });
      });
      if (options.adminUrl) await noteOnDatabase(options.adminUrl, 'demographics', noteOf(dayInLondon(today)));
    },
  };
}

/** As a person would do it: with the first trust, invited where it wants it so, then linking the others, then proving the email unless a trust has. What the trusts' policies refuse stays refused. */
async function openAccountOf(
  { trusts: [first = '', ...rest], nhsNumber, birthDate, mobile, email }: Person,
  way: { plan: Plan; portal: Portal; inbox: Inbox; signal: AbortSignal },
): Promise<void> {
  const { portal, inbox } = way;
  try {
    const session = await openAccountAt(way, first, { nhsNumber, birthDate, mobile, email });
    for (const trust of rest) await portal.linkTrust(trust, session).catch(unlessExpected);
    await portal.verifyEmail(email, session, inbox);
    await portal.signOut(session);
  } catch (error) {
    unlessExpected(error);
  }
}

/** Too young for a trust, opened by an earlier start that was cut short, or to be invited by a trust that runs elsewhere. */
function unlessExpected(error: unknown): void {
  if (
    error instanceof Refused &&
    /^(AGE_BLOCKED|ACCOUNT_EXISTS|EMAIL_TAKEN|INVITATION_NEEDED|NO_UPCOMING_APPOINTMENT)$/.test(error.code)
  )
    return;
  throw error instanceof Refused
    ? new LaunchFault(`a sample account could not be opened (${error.code}); the services’ logs say more`)
    : error;
}

/** Codes for one mobile are asked for one after the other, so that each finds its own. */
function groupByMobile(people: readonly Person[]): Map<string, Person[]> {
  return Map.groupBy(people, ({ mobile }) => mobile);
}
