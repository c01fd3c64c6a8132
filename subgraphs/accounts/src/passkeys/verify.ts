import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { Core } from '../core.ts';
import type { Passkey } from './entities.ts';
import type { Assertion, NewCredential } from './read-response.ts';
import { algorithms, relyingPartyOf } from './relying-party.ts';

/** What is asked of every answer: our challenge, our origin, our host, and that the authenticator has verified its user. */
function expected(core: Core, challenge: string) {
  const { id, origin } = relyingPartyOf(core);
  return {
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
  };
}

/** What a new credential holds when it answers this challenge; null when it does not. */
export async function verifyNewCredential(core: Core, { response, ...made }: NewCredential, challenge: string) {
  const verified = await orNull(() =>
    verifyRegistrationResponse({
      response: { ...made, response, clientExtensionResults: {} },
      supportedAlgorithmIDs: algorithms,
      ...expected(core, challenge),
    }),
  );
  if (!verified?.verified) return null;
  const { credential, credentialBackedUp } = verified.registrationInfo;
  return {
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: response.transports,
    backedUp: credentialBackedUp,
  };
}

/** What an assertion says when this passkey has signed it for this challenge; null when it has not. */
export async function verifyAssertion(
  core: Core,
  { response, ...made }: Assertion,
  passkey: Passkey,
  challenge: string,
) {
  const { userHandle: _checked, ...signed } = response;
  const verified = await orNull(() =>
    verifyAuthenticationResponse({
      response: { ...made, response: signed, clientExtensionResults: {} },
      // The library looks at the counter before the signature. It is looked at after it, so that only who holds the key is told of as a clone.
      credential: { id: made.id, publicKey: new Uint8Array(passkey.publicKey), counter: -1 },
      ...expected(core, challenge),
    }),
  );
  if (!verified?.verified) return null;
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  return { counter: newCounter, backedUp: credentialBackedUp };
}

/** The library throws for whatever it refuses, and its words hold what was sent. */
async function orNull<Value>(verify: () => Promise<Value>): Promise<Value | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}
