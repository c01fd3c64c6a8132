import { startTemporaryPostgres } from '@crosstrust/stack';

/** Boots the one PostgreSQL of this run before the first test that needs it. Kinds of tests share it. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['TEST_POSTGRES_URL']) return undefined;
  const postgres = await startTemporaryPostgres();
  process.env['TEST_POSTGRES_URL'] = postgres.url;
  return async () => {
    delete process.env['TEST_POSTGRES_URL'];
    await postgres.stop();
  };
}
