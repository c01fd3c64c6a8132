import { type Clock, type ErrorCode, RegistryError } from '@crosstrust/contract';
import { describeFault, type Log } from '@crosstrust/service';
import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  modifyAssertion,
  PrivateKeyJwt,
  ResponseBodyError,
} from 'openid-client';
import type { Call } from '../core.ts';
import { type Identity, readIdentity } from './identity.ts';
import { isLoopback, type NhsLoginSettings } from './settings.ts';
import { askedVectors } from './vectors.ts';

/** Seconds for each question to NHS login; there are at most four in a sign-in, and the gateway waits ten. */
const secondsEach = 2.5;
/** Milliseconds after which the metadata is read anew. */
const metadataMs = 60 * 60_000;
/** Milliseconds for which a fault is told of by `isFaulty`, unless an answer comes before. */
const faultMs = 60_000;

/** Claims of the profile, the name, and the ways to reach the person. */
const scope = 'openid profile profile_extended email phone';

/** What one sign-in is recognised by on its way back. */
export interface Secrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What NHS login sent the browser back with. */
export interface Returned {
  readonly state: string;
  readonly code?: string | undefined;
  readonly error?: string | undefined;
  readonly iss?: string | undefined;
}

/** NHS login, as an OpenID provider that this service is a client of. */
export interface NhsLoginProvider {
  /** Where the browser is sent. @throws RegistryError NHS_LOGIN_UNAVAILABLE */
  authorizationUrl(call: Call, secrets: Secrets): Promise<URL>;
  /**
   * Who came back: the code is exchanged, and every claim checked.
   * @throws RegistryError NHS_LOGIN_UNAVAILABLE, _FAILED, _NOT_SHARED, _NOT_PROVEN
   */
  identify(call: Call, returned: Returned, secrets: Secrets): Promise<Identity>;
  /** Whether the last question of the last minute went unanswered. */
  isFaulty(): boolean;
}

interface Parts {
  readonly settings: NhsLoginSettings;
  /** Where browsers reach the gateway. */
  readonly publicUrl: URL;
  readonly clock: Clock;
  readonly log: Log;
}

/** The path at the gateway that NHS login sends the browser back to. */
const returnPath = '/nhs-login/return';

/** Asks NHS login by OpenID Connect: code flow, PKCE, and a client assertion in the place of a secret. */
export function createNhsLogin({ settings, publicUrl, clock, log }: Parts): NhsLoginProvider {
  const redirect = new URL(returnPath, publicUrl);
  const configure = rememberFor(metadataMs, clock, () => discover(settings));
  let failedAt = 0;

  /** Tells an error of the library's by a code of ours. Its message can hold claims, so the log has its class and code. */
  const asked = async <Value>(call: Call, work: () => Promise<Value>): Promise<Value> => {
    try {
      const value = await work();
      failedAt = 0;
      return value;
    } catch (error) {
      const code = error instanceof RegistryError ? error.code : codeOf(error);
      if (code === 'NHS_LOGIN_UNAVAILABLE') failedAt = clock().getTime();
      log.warn('nhs login refused', { correlation: call.correlation, code, reason: describeFault(error) });
      throw error instanceof RegistryError ? error : new RegistryError(code);
    }
  };

  return {
    authorizationUrl: (call, { state, nonce, verifier }) =>
      asked(call, async () =>
        buildAuthorizationUrl(await configure(), {
          redirect_uri: redirect.href,
          scope,
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          vtr: JSON.stringify(askedVectors),
          // a session counts as proven just now, so whoever sat at this browser before does not sign the next one in
          prompt: 'login',
        }),
      ),
    identify: (call, returned, { state, nonce, verifier }) =>
      asked(call, async () => {
        const configuration = await configure();
        const tokens = await authorizationCodeGrant(configuration, urlOf(redirect, returned), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new RegistryError('NHS_LOGIN_FAILED');
        return readIdentity(claims, await fetchUserInfo(configuration, tokens.access_token, claims.sub));
      }),
    isFaulty: () => failedAt !== 0 && clock().getTime() - failedAt < faultMs,
  };
}

async function discover({ issuer, clientId, clientKey }: NhsLoginSettings): Promise<Configuration> {
  const key = clientKey.key.toCryptoKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' }, false, ['sign']);
  let tokenEndpoint: string | undefined;
  const authenticate = PrivateKeyJwt(clientKey.kid ? { key, kid: clientKey.kid } : key, {
    [modifyAssertion]: (_header, payload) => {
      payload['aud'] = tokenEndpoint; // as NHS login asks for; the library's own choice is the issuer
    },
  });
  try {
    const configuration = await discovery(issuer, clientId, { id_token_signed_response_alg: 'RS512' }, authenticate, {
      timeout: secondsEach,
      // without the second, a token that came straight from the provider is believed for its TLS, its signature unseen
      execute: [...(isLoopback(issuer) ? [allowInsecureRequests] : []), enableNonRepudiationChecks],
    });
    const { token_endpoint, authorization_endpoint, userinfo_endpoint, jwks_uri } = configuration.serverMetadata();
    if (!token_endpoint || !authorization_endpoint || !userinfo_endpoint || !jwks_uri)
      throw new Error('the metadata of NHS login lack an endpoint');
    tokenEndpoint = token_endpoint;
    return configuration;
  } catch (error) {
    throw new Unavailable(error);
  }
}

/** The metadata could not be read, or do not hold. */
class Unavailable extends Error {
  constructor(cause: unknown) {
    super('no metadata', { cause });
    this.name = 'Unavailable';
  }
}

/** What the browser brought back, at the address that NHS login has registered. */
function urlOf(redirect: URL, returned: Returned): URL {
  const url = new URL(redirect);
  for (const [name, value] of Object.entries(returned)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

const passing: readonly string[] = ['server_error', 'temporarily_unavailable'];
/** What the library calls an answer that says nothing of the person. */
const noAnswer: readonly (string | undefined)[] = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
];

function codeOf(error: unknown): ErrorCode {
  if (error instanceof Unavailable) return 'NHS_LOGIN_UNAVAILABLE';
  if (error instanceof AuthorizationResponseError) {
    if (error.error === 'access_denied') return 'NHS_LOGIN_NOT_SHARED';
    return passing.includes(error.error) ? 'NHS_LOGIN_UNAVAILABLE' : 'NHS_LOGIN_FAILED';
  }
  if (error instanceof ResponseBodyError)
    return error.error === 'invalid_grant' ? 'NHS_LOGIN_FAILED' : 'NHS_LOGIN_UNAVAILABLE';
  if (error instanceof ClientError) return noAnswer.includes(error.code) ? 'NHS_LOGIN_UNAVAILABLE' : 'NHS_LOGIN_FAILED';
  // the network's own, and answers that are no HTTP
  return 'NHS_LOGIN_UNAVAILABLE';
}

/** Makes a value once for a while, for all who ask meanwhile; one that could not be made is tried again by the next. */
function rememberFor<Value>(ms: number, clock: Clock, make: () => Promise<Value>): () => Promise<Value> {
  let made: { value: Promise<Value>; until: number } | undefined;
  return () => {
    const now = clock().getTime();
    if (!made || made.until <= now) {
      const value = make();
      const own = { value, until: now + ms };
      made = own;
      value.catch(() => {
        if (made === own) made = undefined;
      });
    }
    return made.value;
  };
}
