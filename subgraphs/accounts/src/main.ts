import { createLog, createVault, runService, whyNot } from '@crosstrust/service';
import { trusts } from '@crosstrust/contract';
import { writeAnchors } from './anchors/write-anchors.ts';
import { createAccounts } from './create-accounts.ts';
import { migrate } from './database/migrate.ts';
import { openDatabase } from './database/open-database.ts';
import { printSchema } from './graph/schema.ts';
import { rotateKeys } from './people/rotate-keys.ts';
import { readAnchorsSettings, readMigrateSettings, readRotateSettings, readServeSettings } from './settings.ts';

const commands: Readonly<Record<string, () => Promise<void>>> = {
  serve: () => runService('accounts', async () => createAccounts({ settings: readServeSettings(process.env) })),
  migrate: async () => {
    const { MIGRATION_DATABASE_URL, APP_ROLE } = readMigrateSettings(process.env);
    await migrate(MIGRATION_DATABASE_URL, APP_ROLE);
  },
  sdl: async () => void process.stdout.write(printSchema()),
  'rotate-keys': async () => {
    const settings = readRotateSettings(process.env);
    const log = createLog('accounts', settings.LOG_LEVEL);
    const database = await openDatabase(settings.DATABASE_URL, log);
    await rotateKeys(database, createVault(settings.DATA_KEYS, settings.LOOKUP_KEYS), log).finally(database.close);
  },
  anchors: async () => {
    const { LOG_LEVEL, DATABASE_URL, folder } = readAnchorsSettings(process.env, process.argv.slice(3));
    const database = await openDatabase(DATABASE_URL, createLog('accounts', LOG_LEVEL));
    const keys = trusts.map(({ key }) => key);
    await writeAnchors(database, keys, folder).finally(database.close);
  },
};

const name = process.argv[2] ?? 'serve';
const command = commands[name];
if (command) {
  await command().catch((error: unknown) => {
    process.stderr.write(`accounts ${name}: ${whyNot(error)}\n`);
    process.exitCode = 1;
  });
} else {
  process.stderr.write(`accounts: no command ${name}; there are ${Object.keys(commands).join(', ')}\n`);
  process.exitCode = 1;
}
