import type { Core } from '../core.ts';

/** To whom passkeys belong: the gateway as browsers see it. */
export const relyingPartyOf = ({ publicUrl }: Pick<Core, 'publicUrl'>) => ({
  name: 'Crosstrust',
  id: publicUrl.hostname,
  origin: publicUrl.origin,
});

/** EdDSA, ES256, RS256: what every authenticator has one of, whatever the runtime can verify beside. */
export const algorithms = [-8, -7, -257];

/** The most passkeys of one account. */
export const mostPasskeys = 20;
