import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { type Clock, systemClock } from '@crosstrust/contract';
import { createVault, readSettings, SettingsError } from '@crosstrust/service';
import { Client } from 'pg';
import type { Policy } from '../policy/policy.ts';
import { staffSettings } from '../settings.ts';
import type { Desk, Told } from './desk.ts';
import { invite } from './invite.ts';
import { listSetAside } from './list-set-aside.ts';
import { listTasks } from './list-tasks.ts';
import { resolveTask } from './resolve-task.ts';
import { showTask } from './show-task.ts';

export interface StaffSurroundings {
  readonly policy: Policy;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  readonly out?: NodeJS.WritableStream;
  /** Where `--reply -` reads the reply; standard input. */
  readonly input?: NodeJS.ReadableStream;
}

const usage = `use: staff list [--kind <kind>] [--all] | show <number> | resolve <number> [--reply <words, or - to read them>] [--decline] | set-aside | invite <NHS number, or - to read it> | invite --record <id>; each with --json for a program`;

/**
 * What waits for the trust's staff, with the trust's own credentials: lists it, shows one task (which prints personal data
 * and is audited), answers it, lists what the import set aside, and invites a patient to register.
 * @throws SettingsError for wrong arguments or settings, and where there is nothing to do
 */
export async function runStaff(args: readonly string[], surroundings: StaffSurroundings): Promise<void> {
  const asked = readArguments(args);
  const settings = readSettings(staffSettings, surroundings.env);
  const client = new Client({ connectionString: settings.MIGRATION_DATABASE_URL, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const told = await asked.run(
      {
        client,
        vault: createVault(settings.DATA_KEYS, settings.LOOKUP_KEYS),
        policy: surroundings.policy,
        portal: settings.PUBLIC_URL,
        now: (surroundings.clock ?? systemClock)(),
        correlation: `staff-${randomUUID()}`,
      },
      surroundings.input ?? process.stdin,
    );
    (surroundings.out ?? process.stdout).write(asked.json ? `${JSON.stringify(told.json, null, 2)}\n` : told.text);
  } finally {
    await client.end();
  }
}

interface Asked {
  readonly json: boolean;
  readonly run: (desk: Desk, input: NodeJS.ReadableStream) => Promise<Told>;
}

function readArguments(args: readonly string[]): Asked {
  const { values, positionals } = parse(args);
  const { json, kind, all, reply, decline, record } = values;
  const [command, number, ...more] = positionals;
  if (more.length > 0) throw new SettingsError(usage);
  if (command === 'list' && number === undefined) return { json, run: (desk) => listTasks(desk, { kind, all }) };
  if (command === 'set-aside' && number === undefined) return { json, run: listSetAside };
  if (command === 'invite' && (number === undefined) !== (record === undefined))
    return {
      json,
      run: async (desk, input) =>
        invite(
          desk,
          record === undefined ? { nhsNumber: number === '-' ? await text(input) : (number ?? '') } : { record },
        ),
    };
  if (command === 'show' && number !== undefined) return { json, run: (desk) => showTask(desk, number) };
  if (command === 'resolve' && number !== undefined) {
    const read = async (input: NodeJS.ReadableStream) => (reply === '-' ? text(input) : reply);
    return {
      json,
      run: async (desk, input) => resolveTask(desk, number, { reply: (await read(input))?.trim(), decline }),
    };
  }
  throw new SettingsError(usage);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        kind: { type: 'string' },
        all: { type: 'boolean', default: false },
        reply: { type: 'string' },
        record: { type: 'string' },
        decline: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
  } catch {
    throw new SettingsError(usage);
  }
}
