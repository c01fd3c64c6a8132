import { createLog, runService } from '@crosstrust/service';
import { createGateway } from './create-gateway.ts';
import { readGatewaySettings } from './settings.ts';

await runService('gateway', async () => {
  const settings = readGatewaySettings(process.env);
  return createGateway({ settings, log: createLog('gateway', settings.LOG_LEVEL) });
});
