import { RegistryError, trusts } from '@crosstrust/contract';
import { type Check, type FieldRule, isViewer, type RuleTable } from '@crosstrust/kit';
import type { TimelineContext } from './context.ts';

/** Somebody is signed in. */
const signedIn: Check<TimelineContext> = (_parent, _args, { viewer }) => (isViewer(viewer) ? true : viewer);

/** The patient is the viewer: what they sent along about themselves is put together for them, and for nobody else. */
const ownTimeline: Check<TimelineContext> = ({ id }: { id: string }, _args, { viewer }) => {
  if (!isViewer(viewer)) return viewer;
  return viewer.actor === id ? true : new RegistryError('NOT_YOURS');
};

/** Fields that belong to other services: they come in, and are never answered from here. */
const never: Check<TimelineContext> = () => new RegistryError('NOT_YOURS');

/** The schema is a committed file; it is not served. */
const notServed: Check<TimelineContext> = () => new RegistryError('INTROSPECTION_REFUSED');

const all = (rule: FieldRule<TimelineContext>, ...fields: string[]) =>
  Object.fromEntries(fields.map((field) => [field, rule]));
const inherit = (...fields: string[]) => all('inherit', ...fields);

/** Who may read what. A field that is missing here fails the build. */
export const rules: RuleTable<TimelineContext> = {
  Query: { _entities: signedIn, _service: notServed },
  _Service: { sdl: 'inherit' },
  Patient: {
    id: ownTimeline,
    records: never,
    timeline: ownTimeline,
    clashes: ownTimeline,
    clashesWith: ownTimeline,
    testHistory: ownTimeline,
    calendar: ownTimeline,
  },
  ...Object.fromEntries(
    trusts.map(({ typePrefix }) => [
      `${typePrefix}Record`,
      all(never, 'id', 'sections', 'timelineItems', 'timelineSetAside', 'resultPoints'),
    ]),
  ),
  TimelineItem: all(
    never,
    ...['id', 'kind', 'title', 'status', 'mode', 'startsAt', 'endsAt', 'source', 'place', 'postcode'],
    ...['latitude', 'longitude', 'sameAs', 'updatedAt'],
  ),
  ResultPoint: all(
    never,
    ...['resultId', 'code', 'name', 'number', 'unit', 'comparator', 'low', 'high', 'takenAt', 'source'],
  ),
  SectionStatus: all(never, 'section', 'state'),
  Trust: inherit('key', 'name', 'odsCodes'),
  Code: inherit('system', 'code'),
  PageInfo: inherit('hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'),
  TimelineConnection: inherit('nodes', 'edges', 'pageInfo', 'totalCount', 'missing', 'notShown', 'setAside'),
  TimelineEdge: inherit('cursor', 'node'),
  TimelineEntry: inherit(
    ...['id', 'kind', 'title', 'status', 'mode', 'startsAt', 'endsAt', 'place', 'postcode', 'updatedAt'],
    ...['sources', 'sourcesDiffer'],
  ),
  TimelineSource: inherit(...['trust', 'source', 'record', 'appointment', 'status', 'startsAt', 'endsAt', 'updatedAt']),
  ClashReport: inherit('clashes', 'missing'),
  Clash: inherit('kind', 'words', 'minutesBetween', 'minutesNeeded', 'lengthAssumed', 'entries'),
  TestHistory: inherit('series', 'missing', 'notShown'),
  TestSeries: inherit('code', 'name', 'unit', 'points'),
  TestPoint: inherit(...['number', 'comparator', 'low', 'high', 'takenAt', 'trust', 'source', 'record', 'result']),
};
