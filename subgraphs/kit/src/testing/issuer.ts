import { accessTokenSeconds, accountsIssuer, type Grant } from '@crosstrust/contract';
import { createLog, createHttp, createSigner, type RunningService, type SigningKey } from '@crosstrust/service';
import { exportJWK, generateKeyPair } from 'jose';

/** A key pair for tests, as the setting SIGNING_KEYS has it once read. */
export async function aSigningKey(kid = 'dev:test'): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
}

/** Stands where `accounts` stands: a real HTTP server that publishes its keys and mints tokens with any claims. */
export async function startIssuer(): Promise<
  RunningService & { mint: Mint; replaceKeys: (keys: readonly [SigningKey, ...SigningKey[]]) => Promise<void> }
> {
  let signer = await createSigner([await aSigningKey()]);
  const http = createHttp({ log: createLog('issuer', 'silent'), bodyLimit: 1_000, ready: async () => undefined });
  http.get('/.well-known/jwks.json', async () => signer.publicKeys);
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    mint: ({ audience, grants, now = new Date(), seconds = accessTokenSeconds, ...claims }) =>
      signer.sign(
        { iss: accountsIssuer, aud: audience, sub: 'actor', jti: 'jti', level: 'one-factor', grants, ...claims },
        seconds,
        now,
      ),
    replaceKeys: async (keys) => {
      signer = await createSigner(keys);
    },
    close: () => http.close(),
  };
}

type Mint = (given: {
  audience: string;
  grants: readonly Grant[];
  now?: Date;
  seconds?: number;
  [claim: string]: unknown;
}) => Promise<string>;
