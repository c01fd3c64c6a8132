import { aborted, runCommand } from './command.ts';
import { LaunchFault } from './fault.ts';
import { startStack } from './stack.ts';
import { timedTell } from './tell.ts';
import { welcome } from './welcome.ts';

/** `npm start`: the whole system on this machine, until Ctrl-C. */
async function start(args: readonly string[], signal: AbortSignal): Promise<number> {
  const unknown = args.find((arg) => arg !== '--free-ports');
  if (unknown)
    throw new LaunchFault(
      `unknown argument ${unknown}; there is --free-ports, which takes any free ports instead of 4000, 4001 and so on`,
    );
  const tell = timedTell();
  const samples = process.env['NODE_ENV'] === 'production' ? 'none' : 'accounts';
  const stack = await startStack({ freePorts: args.includes('--free-ports'), samples, tell, signal });
  tell('ready');
  console.log(welcome(stack));
  await aborted(signal);
  tell('stopping');
  await stack.stop();
  tell('stopped');
  return 0;
}

await runCommand('crosstrust', start);
