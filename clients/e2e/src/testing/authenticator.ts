import type { Page } from 'playwright-core';

/** A device's own authenticator, as the browser believes it: it keeps passkeys, and its user touches it at once. */
export interface VirtualAuthenticator {
  /** Whether it recognises its user's face or finger from now on. */
  recogniseUser(recognised: boolean): Promise<void>;
  /** How many passkeys it holds. */
  count(): Promise<number>;
}

/** Gives the page's browser an authenticator, through the protocol of its developer tools. */
export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const tools = await page.context().newCDPSession(page);
  await tools.send('WebAuthn.enable');
  const { authenticatorId } = await tools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    recogniseUser: async (isUserVerified) => {
      await tools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    count: async () => (await tools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}
