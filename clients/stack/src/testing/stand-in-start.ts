import { aborted, runCommand } from '../command.ts';
import { startStack } from '../stack.ts';

/** The launcher as `npm start` runs it, with stand-ins for the services. Prints the URLs as its last line before it waits. */
await runCommand('crosstrust', async (_args, signal) => {
  const stack = await startStack({
    scriptOf: () => 'clients/stack/dist/testing/stand-in-service.js',
    tell: console.log,
    signal,
  });
  console.log(`ready ${JSON.stringify(stack.urls)}`);
  await aborted(signal);
  await stack.stop();
  return 0;
});
