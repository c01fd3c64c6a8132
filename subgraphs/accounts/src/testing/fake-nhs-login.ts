import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, type JWK, type JWTPayload, SignJWT } from 'jose';
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';

/** A person who has an NHS login. */
export interface NhsLoginPerson {
  readonly sub: string;
  /** The vector of trust with which they sign in. */
  readonly vot?: string;
  /** Claims beside `sub`; the others are those of the person. */
  readonly [claim: string]: unknown;
}

/** What goes wrong with the tokens from now on. */
export interface Tampering {
  readonly claims?: (claims: JWTPayload) => JWTPayload;
  /** Signs with another key, under the same name. */
  readonly forged?: boolean;
}

/** NHS login as a real OpenID provider, with the settings that its interface specification has. */
export interface FakeNhsLogin {
  readonly issuer: string;
  readonly clientId: string;
  /** The private key of the client, as a setting writes it. */
  readonly clientKey: string;
  /** The queries that browsers came to the authorization endpoint with. */
  readonly asked: URLSearchParams[];
  /** The client assertions that came to the token endpoint, decoded. */
  readonly assertions: { header: Record<string, unknown>; claims: JWTPayload }[];
  /** Who signs in, from now on; `deny`: they share nothing. */
  meet(person: NhsLoginPerson | 'deny'): void;
  tamper(how: Tampering | undefined): void;
  /** Answers this to every question, or not at all, from now on. */
  answer(raw: { status: number; body: string } | 'nothing' | undefined): void;
  close(): Promise<void>;
}

const clientId = 'crosstrust-test';
const keyId = 'nhs-login-1';

/** @param redirect where browsers are sent back to */
export async function startFakeNhsLogin(redirect: string): Promise<FakeNhsLogin> {
  const keys = { own: rsaKey(), forged: rsaKey(), client: rsaKey() };
  const asked: URLSearchParams[] = [];
  const assertions: FakeNhsLogin['assertions'] = [];
  let person: NhsLoginPerson | 'deny' = 'deny';
  let tampering: Tampering | undefined;
  let raw: { status: number; body: string } | 'nothing' | undefined;

  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => {
    if (raw === 'nothing') return;
    if (raw) return void response.writeHead(raw.status, { 'content-type': 'application/json' }).end(raw.body);
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname === '/authorize') asked.push(url.searchParams);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const provider = makeProvider(issuer, redirect, keys.own, keys.client, () => person as NhsLoginPerson);
  provider.use(async (context, next) => {
    if (context.path.startsWith('/interaction/')) return interact(provider, context, person);
    await next();
    if (context.path !== '/token') return;
    const assertion = (context.oidc?.params?.['client_assertion'] ?? '') as string;
    assertions.push({
      header: JSON.parse(Buffer.from(assertion.split('.')[0] ?? '', 'base64url').toString() || '{}'),
      claims: assertion ? decodeJwt(assertion) : {},
    });
    const body = context.body as { id_token?: string };
    if (tampering && body.id_token) body.id_token = await resign(body.id_token, tampering, keys);
  });
  handle = provider.callback();
  return {
    issuer,
    clientId,
    clientKey: keys.client.export({ type: 'pkcs8', format: 'pem' }).toString(),
    asked,
    assertions,
    meet: (next) => void (person = next),
    tamper: (how) => void (tampering = how),
    answer: (given) => void (raw = given),
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

function makeProvider(
  issuer: string,
  redirect: string,
  own: KeyObject,
  client: KeyObject,
  person: () => NhsLoginPerson,
): Provider {
  return new Provider(issuer, {
    jwks: { keys: [{ ...(own.export({ format: 'jwk' }) as JWK), kid: keyId, alg: 'RS512', use: 'sig' }] } as never,
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'RS512',
        id_token_signed_response_alg: 'RS512',
        redirect_uris: [redirect],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        jwks: { keys: [publicJwk(client)] } as never,
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: ['RS512'], clientAuthSigningAlgValues: ['RS512'] },
    clientAuthMethods: ['private_key_jwt'],
    routes: { authorization: '/authorize', userinfo: '/userinfo', jwks: '/.well-known/jwks.json' },
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'profile_extended', 'email', 'phone'],
    claims: {
      openid: ['sub', 'vot', 'vtm'],
      profile: ['nhs_number', 'birthdate', 'family_name', 'identity_proofing_level'],
      profile_extended: ['given_name'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified'],
    },
    conformIdTokenClaims: false, // the identity stands in the token, as NHS login has it
    extraParams: ['vtr'],
    features: { devInteractions: { enabled: false }, userinfo: { enabled: true } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ['only for tests'] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ vot: 'P9.Cp.Cd', vtm: `${issuer}/trustmark/test`, ...person(), sub }),
    }),
  });
}

/** The pages of NHS login, as a person goes through them: they sign in and share, or share nothing. */
async function interact(
  provider: Provider,
  { req, res }: Pick<KoaContextWithOIDC, 'req' | 'res'>,
  person: NhsLoginPerson | 'deny',
) {
  const details = await provider.interactionDetails(req, res);
  if (person === 'deny')
    return provider.interactionFinished(req, res, { error: 'access_denied', error_description: 'ConsentNotGiven' });
  if (details.prompt.name === 'login')
    return provider.interactionFinished(req, res, { login: { accountId: person.sub } });
  const grant = new provider.Grant({ accountId: person.sub, clientId });
  grant.addOIDCScope(String(details.params['scope']));
  return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } });
}

async function resign(
  token: string,
  { claims = (same) => same, forged }: Tampering,
  keys: Record<'own' | 'forged', KeyObject>,
) {
  return new SignJWT(claims(decodeJwt(token)))
    .setProtectedHeader({ alg: 'RS512', kid: keyId, typ: 'JWT' })
    .sign(forged ? keys.forged : keys.own);
}

const rsaKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

function publicJwk(key: KeyObject): JWK {
  const { kty, n, e } = key.export({ format: 'jwk' }) as { kty: string; n: string; e: string };
  return { kty, n, e, alg: 'RS512', use: 'sig' };
}
