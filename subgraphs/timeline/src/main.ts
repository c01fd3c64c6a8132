import { systemClock } from '@crosstrust/contract';
import { createLog, runService, SettingsError, whyNot } from '@crosstrust/service';
import { createTimeline } from './create-timeline.ts';
import { createSchema } from './graph/schema.ts';
import { timelineSdl } from './graph/sdl.ts';
import { readServeSettings } from './settings.ts';

const commands: Readonly<Record<string, () => Promise<void>>> = {
  serve: () =>
    runService('timeline', async () => {
      const settings = readServeSettings(process.env);
      return createTimeline({ settings, clock: systemClock, log: createLog('timeline', settings.LOG_LEVEL) });
    }),
  /** Prints the subgraph's schema; fails where a field has no access rule. */
  sdl: async () => {
    createSchema();
    process.stdout.write(timelineSdl());
  },
};

const name = process.argv[2] ?? 'serve';
try {
  const command = commands[name];
  if (!command) throw new SettingsError(`no command ${name}; there are ${Object.keys(commands).join(', ')}`);
  await command();
} catch (error) {
  process.stderr.write(`timeline ${name}: ${whyNot(error)}\n`);
  process.exitCode = 1;
}
