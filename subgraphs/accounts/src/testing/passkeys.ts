import { type Authenticator, makeAuthenticator, type Twist } from './authenticator.ts';
import { type Bed, openAccountOf } from './bed.ts';

const asks = 'challenge options expiresAt userErrors { code field }';
const passkeyFields = 'id name createdAt lastUsedAt backedUp';
const documents = {
  begin: `mutation { answer: beginPasskeyRegistration { ${asks} } }`,
  register: `mutation ($input: RegisterPasskeyInput!) { answer: registerPasskey(input: $input) { passkey { ${passkeyFields} } userErrors { code field } } }`,
  rename: `mutation ($input: RenamePasskeyInput!) { answer: renamePasskey(input: $input) { passkey { ${passkeyFields} } userErrors { code field } } }`,
  remove: `mutation ($input: RemovePasskeyInput!) { answer: removePasskey(input: $input) { me { security { passkeys { id } } } userErrors { code field } } }`,
  beginSignIn: `mutation { answer: beginPasskeySignIn { ${asks} } }`,
  signIn:
    'mutation ($input: SignInWithPasskeyInput!) { answer: signInWithPasskey(input: $input) { session me { name } userErrors { code field } } }',
  beginProof: `mutation { answer: beginPasskeyProof { ${asks} } }`,
  prove:
    'mutation ($input: ProveWithPasskeyInput!) { answer: proveWithPasskey(input: $input) { session userErrors { code field } } }',
  list: `{ answer: me { security { passkeys { ${passkeyFields} } } } }`,
} as const;

/** A question as accounts puts it. */
export interface Question {
  readonly challenge: string;
  readonly options: string;
}

/** Sends one of the passkeys' documents: the payload, or the code of the error. */
export async function sendPasskey(bed: Bed, name: keyof typeof documents, input: object = {}, session?: string) {
  const token = session === undefined ? undefined : await bed.tokenOf(session);
  const { data, errors } = await bed.ask(documents[name], { input }, token);
  return errors ? errors[0]?.extensions.code : data.answer;
}

/** A person who is signed in by a code, and what they can do about passkeys. */
export async function openOwner(bed: Bed) {
  const { patient, session } = await openAccountOf(bed);
  const send = (name: keyof typeof documents, input: object = {}, by = session) => sendPasskey(bed, name, input, by);
  const begin = (): Promise<Question> => send('begin');
  const register = async (device: Authenticator, more: { name?: string; twist?: Twist; question?: Question } = {}) => {
    const { challenge, options } = more.question ?? (await begin());
    const response = device.create(options, more.twist);
    return send('register', {
      challenge,
      response,
      name: more.name ?? 'My phone',
      idempotencyKey: crypto.randomUUID(),
    });
  };
  /** Another session of theirs, of two factors. */
  const raised = async (held: Authenticator) => (await enterByPasskey(bed, held)).session as string;
  /** A device with a passkey of theirs. */
  const device = async () => {
    const made = makeAuthenticator();
    const { passkey } = await register(made);
    return Object.assign(made, { passkey: passkey.id as string });
  };
  const passkeys = async (by = session) => (await send('list', {}, by)).security.passkeys;
  return { patient, session, send, begin, register, device, raised, passkeys };
}

/** Signs in with a passkey and nothing else: the payload, or the code of the error. */
export async function enterByPasskey(bed: Bed, device: Authenticator, twist: Twist = {}, question?: Question) {
  const { challenge, options } = question ?? (await sendPasskey(bed, 'beginSignIn'));
  return sendPasskey(bed, 'signIn', { challenge, response: device.get(options, twist), delivery: 'BEARER' });
}
