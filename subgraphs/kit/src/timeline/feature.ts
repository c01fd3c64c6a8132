import { Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { appointmentList } from '../appointments/list.ts';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature, mayRead, namesOf } from '../graph/feature.ts';
import { showsAny } from '../graph/lists.ts';
import { CareRecord, type RecordParent } from '../graph/record.ts';
import { resultList } from '../results/feature.ts';
import type { Readers, Selection, StoredItem } from '../storage/readers.ts';
import { presentResultPoints, presentTimelineItem } from './present.ts';
import { ResultPoint, TimelineItem } from './timeline-item.ts';

/** How many years before and after today the timeline reaches, and how many appointments of one record it holds. */
const [appointmentYears, mostAppointments] = [2, 500];
/** How many years the history of tests reaches back, and how many numbers of one record it holds. */
const [resultYears, mostPoints] = [5, 2_000];
const resultsAtOnce = 250;

/** What the timeline over all trusts is handed by each: fields without arguments, because none can be passed on. */
@Resolver(() => CareRecord)
class TimelineOfRecord {
  @Directive('@inaccessible')
  @FieldResolver(() => [TimelineItem], {
    nullable: true,
    description: `For the timeline. From ${appointmentYears} years ago until in ${appointmentYears} years, the latest ${mostAppointments}. Null where the trust shows no appointments.`,
  })
  async timelineItems(@Root() { id }: RecordParent, @Ctx() context: TrustContext) {
    if (!showsAny(appointmentList.sections, context.policy)) return null;
    const items = await readAppointments(id, context);
    return items.map((item) => presentTimelineItem(context.policy, item));
  }

  @Directive('@inaccessible')
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'For the timeline. How many more appointments there are that could not be shown.',
  })
  async timelineSetAside(@Root() { id }: RecordParent, @Ctx() context: TrustContext) {
    if (!showsAny(appointmentList.sections, context.policy)) return null;
    await readAppointments(id, context); // what cannot be shown is known when it was tried
    return context.readers().setAside(id, timelineSelection(context.clock()));
  }

  @Directive('@inaccessible')
  @FieldResolver(() => [ResultPoint], {
    nullable: true,
    description: `For the history of tests over all trusts. The newest ${mostPoints} numbers of the last ${resultYears} years. Null where the trust shows no results.`,
  })
  async resultPoints(@Root() { id }: RecordParent, @Ctx() context: TrustContext) {
    if (!showsAny(resultList.sections, context.policy)) return null;
    const points: object[] = [];
    for await (const result of newestResults(id, context)) {
      points.push(...presentResultPoints(context.policy, result));
      if (points.length >= mostPoints) break;
    }
    return points.slice(0, mostPoints);
  }
}

const read = new WeakMap<Readers, Map<string, Promise<StoredItem[]>>>();

/** The appointments of a record around this day, read once a request. */
function readAppointments(recordId: string, { readers, clock }: TrustContext): Promise<StoredItem[]> {
  const ofRequest = readers();
  const byRecord = read.get(ofRequest) ?? new Map<string, Promise<StoredItem[]>>();
  read.set(ofRequest, byRecord);
  const found = byRecord.get(recordId) ?? ofRequest.items(recordId, timelineSelection(clock()));
  byRecord.set(recordId, found);
  return found;
}

/** The appointments around this day. */
const timelineSelection = (now: Date): Selection => ({
  sections: appointmentList.sections,
  from: yearsFrom(now, -appointmentYears),
  to: yearsFrom(now, appointmentYears),
  newestFirst: true,
  limit: mostAppointments,
});

/** The released results of a record, the newest first, read a page at a time. */
async function* newestResults(recordId: string, { readers, clock }: TrustContext): AsyncGenerator<StoredItem> {
  const selection = {
    sections: resultList.sections,
    from: yearsFrom(clock(), -resultYears),
    newestFirst: true,
    limit: resultsAtOnce,
  };
  for (let last: StoredItem | undefined; ; ) {
    const after = last && { at: last.at.toISOString(), id: last.id };
    const page = await readers().items(recordId, after ? { ...selection, after } : selection);
    yield* page;
    last = page.at(-1);
    if (page.length < resultsAtOnce) return;
  }
}

function yearsFrom(now: Date, years: number): Date {
  const then = new Date(now);
  then.setUTCFullYear(now.getUTCFullYear() + years);
  return then;
}

/** The part of a record that the timeline over all trusts is made of. */
export const timelineFeature: MakeFeature = (policy) => ({
  resolvers: [TimelineOfRecord],
  types: [],
  rules: {
    [namesOf(policy).record]: { timelineItems: mayRead, timelineSetAside: mayRead, resultPoints: mayRead },
    TimelineItem: inherit(
      'id',
      'kind',
      'title',
      'status',
      'mode',
      'startsAt',
      'endsAt',
      'source',
      'place',
      'postcode',
      'latitude',
      'longitude',
      'sameAs',
      'updatedAt',
    ),
    ResultPoint: inherit(
      'resultId',
      'code',
      'name',
      'number',
      'unit',
      'comparator',
      'low',
      'high',
      'takenAt',
      'source',
    ),
  },
});
