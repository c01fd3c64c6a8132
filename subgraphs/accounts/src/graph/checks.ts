import { RegistryError } from '@crosstrust/contract';
import type { Check } from '@crosstrust/kit';
import { Viewer } from '../people/viewer.ts';
import type { GraphContext } from './context.ts';

/** Somebody is signed in. */
export const signedIn: Check<GraphContext> = (_parent, _args, { viewer }) => inSession(viewer);

/** Somebody is signed in, or a calendar follows their private link. */
export const signedInOrCalendar: Check<GraphContext> = (_parent, _args, { viewer }) => ofPurpose(viewer, 'calendar');

/** Somebody is signed in, or holds a code with which something was shared for a short time. */
export const signedInOrGuest: Check<GraphContext> = (_parent, _args, { viewer }) => ofPurpose(viewer, 'guest');

/** Anybody with a token that holds; what it opens is asked at each thing. */
export const anyViewer: Check<GraphContext> = (_parent, _args, { viewer }) =>
  viewer instanceof Viewer ? true : viewer;

/** Nobody is signed in, or somebody by a token that holds. */
export const anybody: Check<GraphContext> = (_parent, _args, { viewer }) =>
  viewer instanceof Viewer || viewer.code !== 'UNAUTHENTICATED' ? inSession(viewer) : true;

/** The patient is the viewer. */
export const ownAccount: Check<GraphContext> = (patient: { id: string }, _args, { viewer }) => {
  const session = inSession(viewer);
  return session === true ? own(viewer, patient.id) : session;
};

/** The patient is the viewer, or whose calendar it is: it learns where the linked records are. */
export const wayToRecords: Check<GraphContext> = (patient: { id: string }, _args, { viewer }) =>
  own(viewer, patient.id);

/** The record is linked to the viewer's account, or shared with the viewer. */
export const ownRecord: Check<GraphContext> = (record: { accountId: string }, _args, { viewer }) =>
  own(viewer, record.accountId);

/** The schema is a committed file; it is not served. */
export const notServed: Check<GraphContext> = () => new RegistryError('INTROSPECTION_REFUSED');

/** Not a calendar and not a guest: their tokens open the way to the records and nothing else. */
function inSession(viewer: GraphContext['viewer']): true | RegistryError {
  if (!(viewer instanceof Viewer)) return viewer;
  return viewer.purpose === 'session' ? true : new RegistryError('NOT_YOURS');
}

function ofPurpose(viewer: GraphContext['viewer'], purpose: Viewer['purpose']): true | RegistryError {
  return viewer instanceof Viewer && viewer.purpose === purpose ? true : inSession(viewer);
}

function own(viewer: GraphContext['viewer'], accountId: string): true | RegistryError {
  if (!(viewer instanceof Viewer)) return viewer;
  return viewer.accountId === accountId ? true : new RegistryError('NOT_YOURS');
}
