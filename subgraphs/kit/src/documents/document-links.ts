import { type Clock, RegistryError } from '@crosstrust/contract';
import { type Signer, verifyToken } from '@crosstrust/service';
import { z } from 'zod';

/** Seconds that a document's link works. */
const linkSeconds = 300;

const claims = z.object({ record: z.uuid(), item: z.uuid(), as: z.string() });

/** Which document a link opens: the item that it belongs to, and its form, a name in `renderings`. */
export type LinkedDocument = z.infer<typeof claims>;

export interface DocumentLinks {
  /** A link to a document, as a path at the gateway, and when it ends. It holds opaque ids only. */
  make(linked: LinkedDocument): Promise<{ url: string; expiresAt: Date }>;
  /** @throws RegistryError LINK_EXPIRED when the link is old, changed or not this trust's. */
  read(token: string): Promise<LinkedDocument>;
}

/** Links to a trust's documents, signed with the trust's own key. A link alone opens nothing: the viewer's token comes with it. */
export function createDocumentLinks(trust: string, signer: Signer, clock: Clock): DocumentLinks {
  const audience = `${trust}/documents`;
  return {
    make: async (linked) => {
      const now = clock();
      const token = await signer.sign({ iss: trust, aud: audience, ...linked }, linkSeconds, now);
      return {
        url: `/documents/${trust}/${token}`,
        expiresAt: new Date((Math.floor(now.getTime() / 1000) + linkSeconds) * 1000),
      };
    },
    read: (token) =>
      verifyToken(token, { keys: signer.ownKeys, issuer: trust, audience, now: clock(), schema: claims }).catch(() => {
        throw new RegistryError('LINK_EXPIRED');
      }),
  };
}
