import { decodeAttestationObject, decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import { z } from 'zod';

/** Characters of what a browser sends; what authenticators send is a tenth of it. */
const longest = 16_000;

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);
const transports = z.array(z.string().regex(/^[a-z-]{1,20}$/)).max(10);
/** A page that was framed by another's is no place to prove who one is. */
const clientData = base64url.refine((text) => readClientData(text)?.crossOrigin !== true);
/** No statement on the make of an authenticator is asked for, so no chain of certificates is looked at, nor fetched what it names. */
const attestation = base64url.refine(hasNoCertificates);

const credential = { id: base64url.max(1_400), rawId: base64url, type: z.literal('public-key') };
const newCredential = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: clientData,
    attestationObject: attestation,
    transports: transports.default([]),
  }),
});
const assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: clientData,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
});

/** What an authenticator made, as `PublicKeyCredential.toJSON()` writes it. */
export type NewCredential = z.output<typeof newCredential>;
/** What an authenticator signed, likewise. */
export type Assertion = z.output<typeof assertion>;

/** Reads the JSON text of a new credential; null when it is none. */
export const readNewCredential = (text: string): NewCredential | null => read(newCredential, text);

/** Reads the JSON text of an assertion; null when it is none. */
export const readAssertion = (text: string): Assertion | null => read(assertion, text);

function read<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | null {
  if (text.length > longest) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function readClientData(text: string) {
  try {
    return decodeClientDataJSON(text);
  } catch {
    return null;
  }
}

function hasNoCertificates(text: string): boolean {
  try {
    const made = decodeAttestationObject(new Uint8Array(Buffer.from(text, 'base64url')));
    const format = made.get('fmt');
    return format === 'none' || (format === 'packed' && !made.get('attStmt').get('x5c'));
  } catch {
    return false;
  }
}
