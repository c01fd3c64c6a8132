import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { itemConnectionOf, itemConnectionRules, ListArgs, pageOf } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import {
  type Feature,
  inherit,
  type MakeFeature,
  mayChange,
  mayRead,
  namesOf,
  type OwnTypes,
} from '../graph/feature.ts';
import { findItem, listItems } from '../graph/lists.ts';
import { CareRecord, type RecordParent } from '../graph/record.ts';
import { itemFields } from '../graph/value-rules.ts';
import type { EntryKind } from '../storage/content.ts';
import { addEntry } from './add-entry.ts';
import { changeEntry } from './change-entry.ts';
import { EntryKindEnum, PatientEntry } from './entry.ts';
import { AddEntryInput, ChangeEntryInput, RemoveEntryInput } from './entry-input.ts';
import { entryList } from './entry-list.ts';
import { EntryPayload, RemoveEntryPayload } from './entry-payload.ts';
import { removeEntry } from './remove-entry.ts';

const PatientEntryConnection = itemConnectionOf('PatientEntry', PatientEntry);

@ArgsType()
class EntryArgs extends ListArgs {
  @Field(() => [EntryKindEnum], { nullable: true })
  kinds?: EntryKind[] | null;
}

@Resolver(() => CareRecord)
class EntriesOfRecord {
  @FieldResolver(() => PatientEntryConnection, {
    nullable: true,
    description: 'What the patient added. Null where the trust offers no entries; see sections.',
  })
  entries(@Root() record: RecordParent, @Args(() => EntryArgs) args: EntryArgs, @Ctx() context: TrustContext) {
    return listItems(entryList, record, context, {
      ...pageOf(args),
      sections: entryList.sections,
      kinds: args.kinds,
    });
  }

  @FieldResolver(() => PatientEntry, { nullable: true })
  entry(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem(entryList, record, id, context);
  }
}

/** What patients add to their record themselves (D2 D14); with verbs only where the trust offers it. */
export const entriesFeature: MakeFeature = (policy, own) => {
  const names = namesOf(policy);

  @ObjectType(names.own('PatientEntry'), { implements: PatientEntry })
  class TrustPatientEntry extends PatientEntry {}

  const verbs = policy.sections.PATIENT_ENTRIES.state === 'OFFERED' ? verbsOf(own, names.mutations) : nothing;
  return {
    resolvers: [EntriesOfRecord, ...verbs.resolvers],
    types: [TrustPatientEntry],
    rules: {
      [names.record]: { entries: mayRead, entry: mayRead },
      [names.own('PatientEntry')]: inherit(
        ...itemFields.filter((field) => field !== 'status'),
        'kind',
        'at',
        'words',
        'severity',
        'measurement',
        'medication',
      ),
      PatientMeasurement: inherit('what', 'number', 'unit'),
      PatientMedication: inherit('name', 'dose', 'from', 'to'),
      ...itemConnectionRules('PatientEntry'),
      ...verbs.rules,
    },
  };
};

type Verbs = Pick<Feature, 'resolvers' | 'rules'>;
const nothing: Verbs = { resolvers: [], rules: {} };

function verbsOf({ Mutations }: OwnTypes, mutations: string): Verbs {
  @Resolver(() => Mutations)
  class EntryVerbs {
    @FieldResolver(() => EntryPayload, { nullable: true, description: 'Adds something of the patient’s own.' })
    addEntry(@Arg('input', () => AddEntryInput) input: AddEntryInput, @Ctx() context: TrustContext) {
      return addEntry(input, context);
    }

    @FieldResolver(() => EntryPayload, { nullable: true, description: 'Says it anew, whole.' })
    changeEntry(@Arg('input', () => ChangeEntryInput) input: ChangeEntryInput, @Ctx() context: TrustContext) {
      return changeEntry(input, context);
    }

    @FieldResolver(() => RemoveEntryPayload, { nullable: true, description: 'Takes it away with all that it said.' })
    removeEntry(@Arg('input', () => RemoveEntryInput) input: RemoveEntryInput, @Ctx() context: TrustContext) {
      return removeEntry(input, context);
    }
  }

  const mayAdd = mayChange('one-factor');
  return {
    resolvers: [EntryVerbs],
    rules: {
      [mutations]: { addEntry: mayAdd, changeEntry: mayAdd, removeEntry: mayAdd },
      PatientEntryPayload: inherit('entry', 'userErrors'),
      RemoveEntryPayload: inherit('removed', 'userErrors'),
    },
  };
}
