import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { Appointment } from '../appointments/appointment.ts';
import { itemConnectionOf, itemConnectionRules, ListArgs, pageOf, SectionListArgs } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature, mayChange, mayRead, namesOf } from '../graph/feature.ts';
import { among, findItem, listItems } from '../graph/lists.ts';
import { CareRecord, type RecordParent } from '../graph/record.ts';
import { itemFields } from '../graph/value-rules.ts';
import type { ReadingState } from '../storage/readers.ts';
import { type AskedAppointment, AppointmentQuestions, letterAbout, questionsAbout } from './appointment-questions.ts';
import { DischargeSummary } from './discharge-summary.ts';
import { Letter } from './letter.ts';
import { dischargeSummaryList, letterList } from './lists.ts';
import { markLetters, MarkLettersInput, MarkLettersPayload } from './mark-letters.ts';
import { ReadingStateEnum } from './reading.ts';
import { resolversOfLetters } from './resolve-letter.ts';

const LetterConnection = itemConnectionOf('Letter', Letter);
const DischargeSummaryConnection = itemConnectionOf('DischargeSummary', DischargeSummary);

@ArgsType()
class LetterArgs extends SectionListArgs {
  @Field(() => [ReadingStateEnum], { nullable: true, description: 'Only what the patient has got this far with.' })
  reading?: ReadingState[] | null;
}

@Resolver(() => CareRecord)
class LettersOfRecord {
  @FieldResolver(() => LetterConnection, {
    nullable: true,
    description: 'Null where the trust offers none of these sections; see sections.',
  })
  letters(@Root() record: RecordParent, @Args(() => LetterArgs) args: LetterArgs, @Ctx() context: TrustContext) {
    return listItems(letterList, record, context, {
      ...pageOf(args),
      sections: among(letterList, args.sections),
      readings: args.reading,
    });
  }

  @FieldResolver(() => Letter, { nullable: true })
  letter(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem(letterList, record, id, context);
  }

  @FieldResolver(() => DischargeSummaryConnection, {
    nullable: true,
    description: 'Null where the trust offers none; see sections.',
  })
  dischargeSummaries(@Root() record: RecordParent, @Args(() => ListArgs) args: ListArgs, @Ctx() context: TrustContext) {
    return listItems(dischargeSummaryList, record, context, {
      ...pageOf(args),
      sections: dischargeSummaryList.sections,
    });
  }

  @FieldResolver(() => DischargeSummary, { nullable: true })
  dischargeSummary(@Root() record: RecordParent, @Arg('id', () => ID) id: string, @Ctx() context: TrustContext) {
    return findItem(dischargeSummaryList, record, id, context);
  }
}

@Resolver(() => Appointment)
class QuestionsOfAppointment {
  @FieldResolver(() => AppointmentQuestions)
  questions(@Root() appointment: AskedAppointment, @Ctx() context: TrustContext) {
    return { ...questionsAbout(appointment, context), appointment };
  }
}

@Resolver(() => AppointmentQuestions)
class LetterOfQuestions {
  @FieldResolver(() => Letter, { nullable: true })
  letter(@Root() { appointment }: { appointment: AskedAppointment }, @Ctx() context: TrustContext) {
    return letterAbout(appointment, context);
  }
}

/** Letters and discharge summaries of a record (K7 W5 D1), and which of them answers questions about an appointment (K18). */
export const lettersFeature: MakeFeature = (policy, own) => {
  const names = namesOf(policy);

  @ObjectType(names.own('Letter'), { implements: Letter })
  class TrustLetter extends Letter {}

  @ObjectType(names.own('DischargeSummary'), { implements: DischargeSummary })
  class TrustDischargeSummary extends DischargeSummary {}

  @Resolver(() => own.Mutations)
  class LetterVerbs {
    @FieldResolver(() => MarkLettersPayload, {
      nullable: true,
      description: 'Notes that the patient has seen or read letters.',
    })
    markLetters(@Arg('input', () => MarkLettersInput) input: MarkLettersInput, @Ctx() context: TrustContext) {
      return markLetters(input, context);
    }
  }

  return {
    resolvers: [LettersOfRecord, ...resolversOfLetters, QuestionsOfAppointment, LetterOfQuestions, LetterVerbs],
    types: [TrustLetter, TrustDischargeSummary],
    rules: {
      [names.record]: { letters: mayRead, letter: mayRead, dischargeSummaries: mayRead, dischargeSummary: mayRead },
      [names.own('Letter')]: inherit(...itemFields, ...letterFields),
      [names.own('DischargeSummary')]: inherit(...itemFields, ...summaryFields),
      ...itemConnectionRules('Letter'),
      ...itemConnectionRules('DischargeSummary'),
      DocumentLink: inherit('url', 'contentType', 'size', 'expiresAt'),
      LetterReading: inherit('state', 'seenAt', 'readAt'),
      [names.own('Appointment')]: inherit('questions'),
      AppointmentQuestions: inherit('words', 'letter', 'contact'),
      [names.mutations]: { markLetters: mayChange('one-factor') },
      MarkLettersPayload: inherit('letters', 'dischargeSummaries', 'userErrors'),
    },
  };
};

const letterFields = [
  'kind',
  'title',
  'writtenAt',
  'department',
  'author',
  'text',
  'enclosures',
  'byPost',
  'postWords',
  'reading',
  'supersedes',
  'document',
];
const summaryFields = ['title', 'admittedAt', 'dischargedAt', 'specialty', 'clinician', 'text', 'reading', 'document'];
