import { generateKeyPairSync } from 'node:crypto';
import { accessTokenSeconds, accountsIssuer, type Clock } from '@crosstrust/contract';
import { createHttp, createLog, createSigner, type Signer, type SigningKey } from '@crosstrust/service';
import { createTimeline } from '../create-timeline.ts';

/** The service over real HTTP, with an issuer that stands where accounts stands. */
export interface Bed {
  readonly url: string;
  /** A token as accounts makes it for this service; give what is different. */
  token(claims?: object, signer?: Signer): Promise<string>;
  /** Asks for a patient's fields as the gateway does. */
  ask(fields: string, representation: object, token: string | undefined): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly data?: { readonly _entities: readonly (Record<string, unknown> | null)[] } | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string; readonly field?: string } }[];
}

/** The account of the person whose token it is, unless the claims say otherwise. */
export const account = '11111111-1111-4111-8111-111111111111';

export const makeSigner = (kid: string): Promise<Signer> =>
  createSigner([{ ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid } as SigningKey]);

export async function startBed(clock: Clock): Promise<Bed> {
  const own = await makeSigner('issuer');
  const issuer = createHttp({ log: createLog('issuer', 'silent'), bodyLimit: 1_000, ready: async () => undefined });
  issuer.get('/.well-known/jwks.json', async () => own.publicKeys);
  const issuerUrl = await issuer.listen({ host: '127.0.0.1', port: 0 });
  const service = await createTimeline({
    settings: { HOST: '127.0.0.1', PORT: 0, ACCOUNTS_URL: issuerUrl },
    clock,
    log: createLog('timeline', 'silent'),
  });
  const claims = { iss: accountsIssuer, aud: 'timeline', sub: account, jti: 'jti', level: 'one-factor', grants: [] };
  return {
    url: service.url,
    token: (given = {}, signer = own) => signer.sign({ ...claims, ...given }, accessTokenSeconds, clock()),
    ask: async (fields, representation, token) => {
      const response = await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify({
          query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Patient { ${fields} } } }`,
          variables: { representations: [representation] },
        }),
      });
      return (await response.json()) as Answer;
    },
    close: async () => {
      await Promise.all([service.close(), issuer.close()]);
    },
  };
}
