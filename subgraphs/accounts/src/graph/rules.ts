import { RegistryError } from '@crosstrust/contract';
import type { Check, RuleTable } from '@crosstrust/kit';
import { Viewer } from '../people/viewer.ts';
import type { GraphContext } from './context.ts';
import { trustOfRecordType } from './record-types.ts';

/** Somebody is signed in. */
const signedIn: Check<GraphContext> = (_parent, _args, { viewer }) => (viewer instanceof Viewer ? true : viewer);

/** Nobody is signed in, or somebody by a token that holds. */
const anybody: Check<GraphContext> = (_parent, _args, { viewer }) =>
  viewer instanceof Viewer || viewer.code === 'UNAUTHENTICATED' ? true : viewer;

/** The patient is the viewer. */
const ownAccount: Check<GraphContext> = (patient: { id: string }, _args, { viewer }) => own(viewer, patient.id);

/** The record is linked to the viewer's account. */
const ownRecord: Check<GraphContext> = (record: { accountId: string }, _args, { viewer }) =>
  own(viewer, record.accountId);

/** The schema is a committed file; it is not served. */
const notServed: Check<GraphContext> = () => new RegistryError('INTROSPECTION_REFUSED');

/** Who may read what. A field that is missing here fails the build. */
export const rules: RuleTable<GraphContext> = {
  Query: { me: signedIn, session: anybody, trusts: 'public', _entities: signedIn, _service: notServed },
  Mutation: {
    requestCode: 'public',
    openAccount: 'public',
    signIn: 'public',
    signOut: signedIn,
    requestEmailCode: signedIn,
    verifyEmail: signedIn,
    linkTrust: signedIn,
    unlinkTrust: signedIn,
  },
  Patient: { id: ownAccount, name: ownAccount, emailVerified: ownAccount, records: ownAccount, trusts: ownAccount },
  ...Object.fromEntries([...trustOfRecordType.keys()].map((name) => [name, { id: ownRecord, trust: ownRecord }])),
  Session: { expiresAt: 'inherit', idleExpiresAt: 'inherit', level: 'inherit' },
  Trust: { key: 'public', name: 'public', odsCodes: 'public' },
  TrustStatus: { trust: 'inherit', state: 'inherit', minimumAge: 'inherit', how: 'inherit' },
  UserError: { code: 'public', message: 'public', field: 'public' },
  RequestCodePayload: { challenge: 'public', expiresAt: 'public', userErrors: 'public' },
  OpenAccountPayload: { challenge: 'public', expiresAt: 'public', userErrors: 'public' },
  SignInPayload: { session: 'public', me: 'public', userErrors: 'public' },
  VerifyEmailPayload: { me: 'public', userErrors: 'public' },
  SignOutPayload: { userErrors: 'public' },
  LinkTrustPayload: { record: 'public', me: 'public', userErrors: 'public' },
  UnlinkTrustPayload: { me: 'public', userErrors: 'public' },
  _Service: { sdl: 'inherit' },
};

function own(viewer: GraphContext['viewer'], accountId: string): true | RegistryError {
  if (!(viewer instanceof Viewer)) return viewer;
  return viewer.accountId === accountId ? true : new RegistryError('NOT_YOURS');
}
