import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JWK, Provider } from 'oidc-provider';

/** Somebody at NHS login: their subject there, and what it tells of them. */
export interface NhsLoginPerson {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** NHS login for the tests: a real OpenID provider with the settings of its interface specification. */
export interface NhsLogin {
  /** The settings of accounts that make it a client. */
  readonly settings: Readonly<Record<string, string>>;
  /** Who signs in from now on; null: somebody who shares nothing. */
  meet(person: NhsLoginPerson | null): void;
  close(): Promise<void>;
}

const clientId = 'crosstrust-e2e';

/** @param redirect the one address that it sends browsers back to */
export async function startNhsLogin(redirect: string): Promise<NhsLogin> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let person: NhsLoginPerson | null = null;
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const claims = () => ({ vot: 'P9.Cp.Cd', vtm: `${issuer}/trustmark/e2e`, ...person });
  const provider = makeProvider(issuer, redirect, privateKey.export({ format: 'jwk' }) as JWK, claims);
  provider.use(async ({ path, req, res }, next) => {
    if (!path.startsWith('/interaction/')) return next();
    const { prompt, params } = await provider.interactionDetails(req, res);
    if (!person) return provider.interactionFinished(req, res, { error: 'access_denied' });
    if (prompt.name === 'login') return provider.interactionFinished(req, res, { login: { accountId: person.sub } });
    const grant = new provider.Grant({ accountId: person.sub, clientId });
    grant.addOIDCScope(String(params['scope']));
    return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } });
  });
  handle = provider.callback();
  return {
    settings: {
      NHS_LOGIN_ISSUER: issuer,
      NHS_LOGIN_CLIENT_ID: clientId,
      NHS_LOGIN_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
    meet: (next) => void (person = next),
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

/** One key signs for the provider and for its client: there is nobody else to tell apart here. */
function makeProvider(issuer: string, redirect: string, key: JWK, claims: () => object): Provider {
  const { kty, n, e } = key as { kty: string; n: string; e: string };
  return new Provider(issuer, {
    jwks: { keys: [{ ...key, alg: 'RS512', use: 'sig' } as never] },
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'RS512',
        id_token_signed_response_alg: 'RS512',
        redirect_uris: [redirect],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        jwks: { keys: [{ kty, n, e, alg: 'RS512', use: 'sig' } as never] },
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: ['RS512'], clientAuthSigningAlgValues: ['RS512'] },
    clientAuthMethods: ['private_key_jwt'],
    routes: { authorization: '/authorize' },
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'profile_extended', 'email', 'phone'],
    claims: {
      openid: ['sub', 'vot', 'vtm'],
      profile: ['nhs_number', 'birthdate', 'family_name', 'identity_proofing_level'],
      profile_extended: ['given_name'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified'],
    },
    conformIdTokenClaims: false,
    extraParams: ['vtr'],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ['only for tests'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ ...claims(), sub }) }),
  });
}
