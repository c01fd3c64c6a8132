import type { Call, Core } from '../core.ts';
import { failingChannels } from './channel-health.ts';

/** A way to sign in. */
export type WayInKind = 'CODE_BY_TEXT' | 'CODE_BY_EMAIL' | 'PASSWORD' | 'PASSKEY' | 'NHS_LOGIN';
/** `FAULTY`: it is not working just now. `OFF`: this system does not offer it. */
export type WayInState = 'AVAILABLE' | 'FAULTY' | 'OFF';

/** How a way in stands now, in words for who wants to sign in. */
export interface WayIn {
  readonly kind: WayInKind;
  readonly state: WayInState;
  readonly words: string;
  /** What to do, one after the other, while it is not working. */
  readonly advice: readonly string[];
}

/** As they are offered: by the mobile unless the person wants it otherwise (U4). */
const order: readonly WayInKind[] = ['CODE_BY_TEXT', 'CODE_BY_EMAIL', 'PASSWORD', 'PASSKEY', 'NHS_LOGIN'];
/** While no text arrives: first what needs none. */
const orderWithoutTexts: readonly WayInKind[] = ['PASSKEY', 'CODE_BY_EMAIL', 'PASSWORD', 'NHS_LOGIN', 'CODE_BY_TEXT'];

const words: Readonly<Record<WayInKind, string>> = {
  CODE_BY_TEXT: 'A code by text to your mobile, with your date of birth.',
  CODE_BY_EMAIL: 'A code by email, with your date of birth.',
  PASSWORD: 'Your email and password, then a second step.',
  PASSKEY: 'Your face, your fingerprint or your device’s lock.',
  NHS_LOGIN: 'Your NHS login.',
};

const toTheForm =
  'If that does not help, send the form for technical support: it is in the help of your hospital, and you need not sign in.';
const faults: Readonly<Record<Exclude<WayInKind, 'PASSWORD' | 'PASSKEY'>, Pick<WayIn, 'words' | 'advice'>>> = {
  CODE_BY_TEXT: {
    words: 'Our texts with codes are not arriving just now. We know of it.',
    advice: [
      'Restart your device and try again.',
      'Or sign in another way: with a passkey, by email, or with your password and an authenticator app.',
      toTheForm,
    ],
  },
  CODE_BY_EMAIL: {
    words: 'Our emails with codes are not arriving just now. We know of it.',
    advice: ['Wait a few minutes and try again.', 'Or sign in another way.', toTheForm],
  },
  NHS_LOGIN: {
    words: 'NHS login is not answering just now.',
    advice: ['Try again in a few minutes.', 'Or sign in another way.'],
  },
};
/** With texts gone, what of a second step is left. */
const passwordWithoutTexts =
  'Your email and password, then a code of your authenticator app: texts are not arriving just now.';
const nhsLoginOff = 'NHS login cannot be used here.';

/** How each way in stands, in the order to offer them: for everybody, who cannot sign in yet (K4). */
export async function listWaysIn(core: Core, call: Call): Promise<WayIn[]> {
  const failing = await failingChannels(core, call);
  const noTexts = failing.has('mobile');
  const faulty: Readonly<Record<keyof typeof faults, boolean>> = {
    CODE_BY_TEXT: noTexts,
    CODE_BY_EMAIL: failing.has('email'),
    NHS_LOGIN: core.nhsLogin?.isFaulty() ?? false,
  };
  return (noTexts ? orderWithoutTexts : order).map((kind): WayIn => {
    if (kind === 'NHS_LOGIN' && !core.nhsLogin) return { kind, state: 'OFF', words: nhsLoginOff, advice: [] };
    if (kind !== 'PASSWORD' && kind !== 'PASSKEY' && faulty[kind]) return { kind, state: 'FAULTY', ...faults[kind] };
    return {
      kind,
      state: 'AVAILABLE',
      words: kind === 'PASSWORD' && noTexts ? passwordWithoutTexts : words[kind],
      advice: [],
    };
  });
}
