import { buildSubgraph, describeSubgraph, type ResolveReference } from '@crosstrust/kit';
import { readPerson } from '../people/read-person.ts';
import { Viewer } from '../people/viewer.ts';
import type { GraphContext } from './context.ts';
import { CalendarFeedResolver } from './feeds.ts';
import { helpTypes } from './help-types.ts';
import { MutationResolver } from './mutations.ts';
import { recordTypes, toRecord, trustOfRecordType } from './record-types.ts';
import { PatientResolver, QueryResolver } from './resolvers.ts';
import { rules } from './rules.ts';

/** The viewer's own account, and nobody else's whatever the representation says. */
const patient: ResolveReference<GraphContext> = async ({ id }: { id: string }, { core, viewer, correlation }) => {
  return viewer instanceof Viewer && viewer.accountId === id ? readPerson(core, { correlation }, viewer) : null;
};

/** A record of this trust among the viewer's links. */
const recordAt =
  (trust: string): ResolveReference<GraphContext> =>
  async ({ id }: { id: string }, { core, viewer, correlation }) => {
    const person = viewer instanceof Viewer ? await readPerson(core, { correlation }, viewer) : null;
    const link = person?.links.find((candidate) => candidate.trust === trust && candidate.record === id);
    return person && link ? toRecord(person, link) : null;
  };

const parts = {
  resolvers: [QueryResolver, PatientResolver, MutationResolver, CalendarFeedResolver] as const,
  types: [...recordTypes, ...helpTypes],
  references: {
    Patient: patient,
    ...Object.fromEntries([...trustOfRecordType].map(([name, trust]) => [name, recordAt(trust)])),
  },
};

/** The schema that is served: guarded field by field. */
export const createSchema = () =>
  buildSubgraph<GraphContext>({ ...parts, resolvers: [...parts.resolvers], rules }).schema;

/** The schema as the composer takes it. */
export const printSchema = () => describeSubgraph<GraphContext>({ ...parts, resolvers: [...parts.resolvers] }).sdl;
