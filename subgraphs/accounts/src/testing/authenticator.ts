import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { type Cbor, encodeCbor } from './cbor.ts';

/** What an answer says that is not what an honest browser and authenticator would say. */
export interface Twist {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly verified?: boolean;
  readonly present?: boolean;
  readonly counter?: number;
  readonly credentialId?: Buffer;
  readonly userHandle?: string | null;
  readonly signer?: KeyObject;
  /** `self`: signed with the passkey’s own key, as some authenticators do. */
  readonly attestation?: 'self' | Attestation;
  /** Changes what was signed after it was signed. */
  readonly tamper?: (clientData: Record<string, unknown>) => Record<string, unknown>;
}

/** What an authenticator states about its make. */
export interface Attestation {
  readonly fmt: string;
  readonly attStmt: Map<string, Cbor>;
}

/** One passkey in a device of software: real keys, real bytes, and every lie that a device could tell. */
export interface Authenticator {
  readonly credentialId: Buffer;
  /** Whether it counts how often it was used. */
  counts: boolean;
  counter: number;
  /** Answers creation options; both are JSON texts. */
  create(options: string, twist?: Twist): string;
  /** Answers request options, likewise. */
  get(options: string, twist?: Twist): string;
}

const flag = { present: 1, verified: 4, mayBackUp: 8, backedUp: 16, credential: 64 };
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();
const text = (bytes: Buffer) => bytes.toString('base64url');

/** An authenticator of the page at this origin. */
export function makeAuthenticator(origin = 'http://localhost:4000'): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let userHandle = '';
  const device: Authenticator = {
    credentialId: randomBytes(32),
    counts: false,
    counter: 0,
    create: (written, twist = {}) => {
      const options = JSON.parse(written);
      userHandle = options.user.id;
      const clientData = clientDataOf(twist, { type: 'webauthn.create', challenge: options.challenge, origin });
      const id = twist.credentialId ?? device.credentialId;
      const authData = Buffer.concat([
        authenticatorData(device, twist, options.rp.id, flag.credential | flag.mayBackUp | flag.backedUp),
        credentialOf(id, publicKey),
      ]);
      const bySelf = () => sign('sha256', Buffer.concat([authData, sha256(clientData)]), privateKey);
      const { fmt, attStmt } = attestationOf(twist, bySelf);
      const attestationObject = encodeCbor(
        new Map<string, Cbor>([
          ['fmt', fmt],
          ['attStmt', attStmt],
          ['authData', authData],
        ]),
      );
      return answer(id, {
        clientDataJSON: text(tampered(clientData, twist)),
        attestationObject: text(attestationObject),
        transports: ['internal', 'hybrid'],
      });
    },
    get: (written, twist = {}) => {
      const options = JSON.parse(written);
      if (device.counts) device.counter += 1;
      const clientData = clientDataOf(twist, { type: 'webauthn.get', challenge: options.challenge, origin });
      const authData = authenticatorData(device, twist, options.rpId, flag.mayBackUp | flag.backedUp);
      const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), twist.signer ?? privateKey);
      const handle = twist.userHandle === undefined ? userHandle : twist.userHandle;
      return answer(twist.credentialId ?? device.credentialId, {
        clientDataJSON: text(tampered(clientData, twist)),
        authenticatorData: text(authData),
        signature: text(signature),
        ...(handle === null ? {} : { userHandle: handle }),
      });
    },
  };
  return device;
}

function attestationOf(
  { attestation = { fmt: 'none', attStmt: new Map() } }: Twist,
  bySelf: () => Buffer,
): Attestation {
  if (attestation !== 'self') return attestation;
  const attStmt = new Map<string, Cbor>([
    ['alg', -7],
    ['sig', bySelf()],
  ]);
  return { fmt: 'packed', attStmt };
}

function clientDataOf(twist: Twist, honest: { type: string; challenge: string; origin: string }): Buffer {
  const { type, challenge, origin } = { ...honest, ...twist };
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: twist.crossOrigin ?? false }));
}

function tampered(clientData: Buffer, { tamper }: Twist): Buffer {
  return tamper ? Buffer.from(JSON.stringify(tamper(JSON.parse(clientData.toString())))) : clientData;
}

function authenticatorData(device: Authenticator, twist: Twist, rpId: string, flags: number): Buffer {
  const { present = true, verified = true, counter = device.counter } = twist;
  const said = flags | (present ? flag.present : 0) | (verified ? flag.verified : 0);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha256(twist.rpId ?? rpId), Buffer.from([said]), count]);
}

/** AAGUID, the credential's id, and its public key as COSE writes it: EC2, ES256, P-256. */
function credentialOf(id: Buffer, publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const key = new Map<number, Cbor>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ]);
  return Buffer.concat([Buffer.alloc(16), Buffer.from([id.length >> 8, id.length & 255]), id, encodeCbor(key)]);
}

const answer = (id: Buffer, response: object) =>
  JSON.stringify({ id: text(id), rawId: text(id), type: 'public-key', response, clientExtensionResults: {} });
