import { recoveryCode } from '../recovery-codes/recovery-code.ts';
import { totp } from '../totp/totp.ts';
import { codeToMobile } from './code-to-mobile.ts';
import type { SecondFactor } from './second-factor.ts';

/** Every second factor, in the order in which they are offered. */
export const secondFactors: readonly SecondFactor[] = [codeToMobile, totp, recoveryCode];
