import type { AddressInfo } from 'node:net';
import { type Clock, timelineAudience } from '@crosstrust/contract';
import { createAuthenticate } from '@crosstrust/kit';
import { createHttp, type Log, remoteKeys, type RunningService, serveSubgraph } from '@crosstrust/service';
import type { TimelineContext } from './graph/context.ts';
import { createSchema } from './graph/schema.ts';
import { serveMyData } from './my-data/serve-my-data.ts';
import type { ServeSettings } from './settings.ts';

/** Bytes: the parts of six records with everything that they may hold. */
const bodyLimit = 10_000_000;

export interface TimelineParts {
  readonly settings: Omit<ServeSettings, 'NODE_ENV' | 'LOG_LEVEL'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The composition root: a service without a database, which knows only what comes with each request. */
export async function createTimeline({ settings, clock, log }: TimelineParts): Promise<RunningService> {
  const authenticate = createAuthenticate(remoteKeys(settings.ACCOUNTS_URL), timelineAudience, clock);
  const http = createHttp({ log, bodyLimit, ready: async () => undefined });
  serveMyData(http, { clock, authenticate });
  await serveSubgraph<TimelineContext>(http, {
    schema: createSchema(),
    log,
    context: async ({ correlation, headers }) => ({
      correlation,
      clock,
      viewer: await authenticate(headers.authorization),
    }),
  });
  await http.listen({ host: settings.HOST, port: settings.PORT });
  const { port } = http.server.address() as AddressInfo;
  log.info('listening', { port });
  return { url: `http://localhost:${port}`, close: () => http.close() };
}
