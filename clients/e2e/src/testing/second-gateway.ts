import { openPortal, type Portal, type StackUrls } from '@crosstrust/stack';
import { freePort, type SecondProcess, startProcess } from './second-process.ts';

/** One more gateway before the same services, as a process of its own. */
export interface SecondGateway extends SecondProcess {
  readonly url: string;
  readonly portal: Portal;
}

/**
 * Starts it, and resolves when it is ready. It holds no state, so the two must be one to a client.
 * @param more settings that are not the usual ones; with `PORT`, where it answers
 */
export async function startSecondGateway(
  { accounts, timeline, trusts }: StackUrls,
  more: Readonly<Record<string, string>> = {},
): Promise<SecondGateway> {
  const port = more['PORT'] ?? String(await freePort());
  const url = `http://localhost:${port}`;
  const settings = {
    NODE_ENV: 'development',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: port,
    PUBLIC_URL: url,
    ACCOUNTS_URL: accounts,
    TIMELINE_URL: timeline,
    TRUST_URLS: Object.entries(trusts)
      .map(([key, trust]) => `${key}=${trust}`)
      .join(','),
    ...more,
  };
  return { url, portal: openPortal(url), ...(await startProcess('gateway/dist/main.js', settings, url)) };
}
