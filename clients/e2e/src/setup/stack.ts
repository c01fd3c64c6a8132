import { startStack } from '@crosstrust/stack';
import { serveControl } from '../testing/control.ts';

/** Boots the whole stack, with its sample patients, on the PostgreSQL of this run before the first black-box test. */
export async function setup(): Promise<() => Promise<void>> {
  const stack = await startStack({
    temporary: true,
    freePorts: true,
    samples: 'accounts',
    environment: { NODE_ENV: 'development', POSTGRES_URL: process.env['TEST_POSTGRES_URL'] },
  });
  const control = await serveControl(stack);
  process.env['E2E_CONTROL'] = control.url;
  return async () => {
    await control.close();
    await stack.stop();
  };
}
