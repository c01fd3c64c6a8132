import { createHash } from 'node:crypto';
import { type LinkRequest, linkRequestSchema } from '@crosstrust/contract';

/**
 * What an assertion says it is about: SHA-256 (base64url) over the JSON of the link request without its nonce, keys in the
 * order of the schema, absent ones left out.
 */
export function digestLinkRequest(request: LinkRequest): string {
  const { nonce: _nonce, ...asked } = linkRequestSchema.parse(request);
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
}
