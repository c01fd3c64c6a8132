import { runTrust } from '@crosstrust/kit';
import { policy } from './policy.ts';

await runTrust(policy);
