import { RegistryError } from '@crosstrust/contract';
import type { Check, RuleTable } from '@crosstrust/kit';
import { Viewer } from '../people/viewer.ts';
import type { GraphContext } from './context.ts';
import { helpTypeNames } from './help-types.ts';
import { trustOfRecordType } from './record-types.ts';

/** Somebody is signed in. */
const signedIn: Check<GraphContext> = (_parent, _args, { viewer }) => inSession(viewer);

/** Somebody is signed in, or a calendar follows their private link. */
const signedInOrCalendar: Check<GraphContext> = (_parent, _args, { viewer }) =>
  viewer instanceof Viewer ? true : viewer;

/** Nobody is signed in, or somebody by a token that holds. */
const anybody: Check<GraphContext> = (_parent, _args, { viewer }) =>
  viewer instanceof Viewer || viewer.code !== 'UNAUTHENTICATED' ? inSession(viewer) : true;

/** The patient is the viewer. */
const ownAccount: Check<GraphContext> = (patient: { id: string }, _args, { viewer }) => {
  const session = inSession(viewer);
  return session === true ? own(viewer, patient.id) : session;
};

/** The patient is the viewer, or whose calendar it is: it learns where the linked records are. */
const wayToRecords: Check<GraphContext> = (patient: { id: string }, _args, { viewer }) => own(viewer, patient.id);

/** The record is linked to the viewer's account. */
const ownRecord: Check<GraphContext> = (record: { accountId: string }, _args, { viewer }) =>
  own(viewer, record.accountId);

/** The schema is a committed file; it is not served. */
const notServed: Check<GraphContext> = () => new RegistryError('INTROSPECTION_REFUSED');

/** Who may read what. A field that is missing here fails the build. */
export const rules: RuleTable<GraphContext> = {
  Query: {
    me: signedInOrCalendar,
    session: anybody,
    trusts: 'public',
    help: 'public',
    _entities: signedInOrCalendar,
    _service: notServed,
  },
  Mutation: {
    requestCode: 'public',
    openAccount: 'public',
    signIn: 'public',
    signOut: signedIn,
    requestEmailCode: signedIn,
    verifyEmail: signedIn,
    linkTrust: signedIn,
    unlinkTrust: signedIn,
    createCalendarFeed: signedIn,
    revokeCalendarFeed: signedIn,
    reportNotMine: signedIn,
  },
  Patient: {
    id: wayToRecords,
    name: ownAccount,
    emailVerified: ownAccount,
    records: wayToRecords,
    trusts: ownAccount,
    calendarFeeds: ownAccount,
  },
  ...Object.fromEntries([...trustOfRecordType.keys()].map((name) => [name, { id: ownRecord, trust: ownRecord }])),
  ...Object.fromEntries(helpTypeNames.map((name) => [name, { key: 'public', trust: 'public' }])),
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
  CalendarFeed: { id: 'inherit', name: 'inherit', createdAt: 'inherit', lastReadAt: 'inherit' },
  CreateCalendarFeedPayload: { feed: 'inherit', url: 'inherit', userErrors: 'inherit' },
  RevokeCalendarFeedPayload: { me: 'inherit', userErrors: 'inherit' },
  ReportNotMinePayload: { me: 'public', userErrors: 'public' },
  _Service: { sdl: 'inherit' },
};

/** Not a calendar: its token opens the way to the records and nothing else. */
function inSession(viewer: GraphContext['viewer']): true | RegistryError {
  if (!(viewer instanceof Viewer)) return viewer;
  return viewer.purpose === 'session' ? true : new RegistryError('NOT_YOURS');
}

function own(viewer: GraphContext['viewer'], accountId: string): true | RegistryError {
  if (!(viewer instanceof Viewer)) return viewer;
  return viewer.accountId === accountId ? true : new RegistryError('NOT_YOURS');
}
