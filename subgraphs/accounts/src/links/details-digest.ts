import { createHash } from 'node:crypto';
import { type LinkRequest, linkRequestSchema } from '@crosstrust/contract';

/** What an assertion says it is about: SHA-256 (base64url) over the link request without its nonce, in the schema's order. */
export function digestOf(request: LinkRequest): string {
  const { nonce: _nonce, ...details } = linkRequestSchema.parse(request);
  return createHash('sha256').update(JSON.stringify(details)).digest('base64url');
}
