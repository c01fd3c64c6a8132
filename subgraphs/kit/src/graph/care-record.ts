import type { Section } from '@crosstrust/contract';
import { Arg, Args, Ctx, Field, FieldResolver, ID, InterfaceType, Resolver, Root } from 'type-graphql';
import { encodeCursor } from '../storage/cursor.ts';
import type { Selection, StoredItem } from '../storage/readers.ts';
import {
  AppointmentArgs,
  AppointmentConnection,
  DischargeSummaryConnection,
  LetterConnection,
  ListArgs,
  type Page,
  pageOf,
  SectionListArgs,
  TestResultConnection,
} from './connections.ts';
import type { TrustContext } from './context.ts';
import { Appointment, DischargeSummary, Letter, TestResult } from './items.ts';
import { type ListName, lists, presentItem, presentSource } from './present.ts';
import { SectionStatus, typeOf } from './values.ts';

/** A record as resolvers pass it on. */
export interface RecordParent {
  readonly typeName: string;
  readonly id: string;
}

@InterfaceType({
  autoRegisterImplementations: false,
  resolveType: typeOf,
  description: 'What one trust holds of one patient and shows.',
})
export abstract class CareRecord {
  @Field(() => ID)
  id!: string;
}

/** Every field that a trust answers of a record. All are nullable: a trust that does not answer costs its own fields only. */
@Resolver(() => CareRecord)
export class CareRecordResolver {
  @FieldResolver(() => [SectionStatus], {
    nullable: true,
    description: 'For each kind of content, what the trust shows and why not.',
  })
  sections(@Ctx() { policy }: TrustContext): SectionStatus[] {
    return Object.entries(policy.sections).map(([section, { state, words, sources }]) => ({
      section,
      state,
      words,
      sources: policy.trust.sources
        .filter(({ key }) => sources?.includes(key) ?? true)
        .map(({ key }) => presentSource(policy, key)),
    }));
  }

  @FieldResolver(() => AppointmentConnection, {
    nullable: true,
    description: 'Null where the trust offers none of these sections; see sections.',
  })
  appointments(
    @Root() record: RecordParent,
    @Args(() => AppointmentArgs) args: AppointmentArgs,
    @Ctx() context: TrustContext,
  ) {
    return listItems('appointments', record, context, {
      ...pageOf(args),
      sections: among('appointments', args.sections),
      statuses: args.statuses,
    });
  }

  @FieldResolver(() => LetterConnection, {
    nullable: true,
    description: 'Null where the trust offers none of these sections; see sections.',
  })
  letters(
    @Root() record: RecordParent,
    @Args(() => SectionListArgs) args: SectionListArgs,
    @Ctx() context: TrustContext,
  ) {
    return listItems('letters', record, context, { ...pageOf(args), sections: among('letters', args.sections) });
  }

  @FieldResolver(() => TestResultConnection, {
    nullable: true,
    description: 'Null where the trust offers no results; see sections.',
  })
  testResults(@Root() record: RecordParent, @Args(() => ListArgs) args: ListArgs, @Ctx() context: TrustContext) {
    return listItems('testResults', record, context, { ...pageOf(args), sections: lists.testResults.sections });
  }

  @FieldResolver(() => DischargeSummaryConnection, {
    nullable: true,
    description: 'Null where the trust offers none; see sections.',
  })
  dischargeSummaries(@Root() record: RecordParent, @Args(() => ListArgs) args: ListArgs, @Ctx() context: TrustContext) {
    return listItems('dischargeSummaries', record, context, {
      ...pageOf(args),
      sections: lists.dischargeSummaries.sections,
    });
  }

  @FieldResolver(() => Appointment, { nullable: true })
  appointment(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem('appointments', record, id, context);
  }

  @FieldResolver(() => Letter, { nullable: true })
  letter(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem('letters', record, id, context);
  }

  @FieldResolver(() => TestResult, { nullable: true })
  testResult(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem('testResults', record, id, context);
  }

  @FieldResolver(() => DischargeSummary, { nullable: true })
  dischargeSummary(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem('dischargeSummaries', record, id, context);
  }
}

function among(list: ListName, asked: readonly Section[] | null | undefined): readonly Section[] {
  const sections: readonly Section[] = lists[list].sections;
  return asked ? sections.filter((section) => asked.includes(section)) : sections;
}

async function listItems(
  list: ListName,
  record: RecordParent,
  context: TrustContext,
  selection: Selection,
): Promise<Page<object> | null> {
  if (!offersAny(selection.sections, context)) return null;
  const readers = context.readers();
  const found = await readers.items(record.id, selection);
  const items = found.slice(0, selection.limit - 1);
  const edges = items.map((item) => ({ cursor: cursorOf(item), node: presentItem(context.policy, list, item) }));
  const ends = { startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor };
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: found.length > items.length,
      hasPreviousPage: selection.after !== undefined,
      ...(ends.startCursor && ends.endCursor ? { startCursor: ends.startCursor, endCursor: ends.endCursor } : {}),
    },
    get totalCount() {
      return readers.count(record.id, selection);
    },
  };
}

async function findItem(
  list: ListName,
  record: RecordParent,
  id: string,
  context: TrustContext,
): Promise<object | null> {
  if (!isUuid(id) || !offersAny(lists[list].sections, context)) return null;
  const item = await context.readers().item(record.id, id, lists[list].sections);
  return item && presentItem(context.policy, list, item);
}

const offersAny = (sections: readonly Section[], { policy }: TrustContext) =>
  sections.some((section) => policy.sections[section].state === 'OFFERED');
const isUuid = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
const cursorOf = (item: StoredItem) => encodeCursor({ at: item.at.toISOString(), id: item.id });
