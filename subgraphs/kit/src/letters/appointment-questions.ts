import { Directive, Field, ObjectType } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { presentItem, showsAny } from '../graph/lists.ts';
import { loadByRecord } from '../graph/per-request.ts';
import { Contact } from '../graph/values.ts';
import type { LetterContent } from '../storage/content.ts';
import type { StoredItem } from '../storage/readers.ts';
import { Letter } from './letter.ts';
import { letterList } from './lists.ts';

/** How many of the newest letters about appointments are looked through. */
const lookedThrough = 100;

@Directive('@shareable')
@ObjectType({ description: 'Where to find what kind of appointment it is and what to do.' })
export class AppointmentQuestions {
  @Field(() => String, { description: 'What the patient reads about it.' })
  words!: string;

  @Field(() => Letter, { nullable: true, description: 'The most recent letter about it, to be read in full.' })
  letter!: object | null;

  @Field(() => Contact, { nullable: true, description: 'The team that made the booking, if the letter is unclear.' })
  contact!: Contact | null;
}

/** An appointment as it stands in the graph. */
export interface AskedAppointment {
  readonly id: string;
  readonly recordId: string;
  readonly source: { readonly key: string };
  readonly contact?: Contact;
}

/** What to do with questions about an appointment: read its letter, then ask the team that booked it (K18). */
export function questionsAbout({ contact }: AskedAppointment, { policy }: TrustContext) {
  return { words: policy.help.appointmentQuestions.words, contact: contact ?? null };
}

const newestLetters = loadByRecord<StoredItem[]>(async (context, recordId) => {
  const selection = { sections: ['APPOINTMENT_LETTERS'] as const, newestFirst: true, limit: lookedThrough };
  const found = await context.readers().items(recordId, selection);
  return new Map([['newest', found]]);
});

/** The most recent letter about an appointment; else the most recent one about appointments from the same source. */
export async function letterAbout(appointment: AskedAppointment, context: TrustContext): Promise<object | null> {
  const { recordId } = appointment;
  if (!showsAny(['APPOINTMENT_LETTERS'], context.policy)) return null;
  const found = chooseLetter(appointment, (await newestLetters(context).load({ recordId, id: 'newest' })) ?? []);
  return found ? presentItem(context.policy, letterList, found) : null;
}

/** @param newest letters about appointments, newest first */
export function chooseLetter<Item extends Pick<StoredItem, 'source' | 'content'>>(
  { id, source }: Pick<AskedAppointment, 'id' | 'source'>,
  newest: readonly Item[],
): Item | undefined {
  const invitations = newest.filter((letter) => ['appointment', 'confirmation'].includes(contentOf(letter).kind));
  return (
    invitations.find((letter) => contentOf(letter).appointment === id) ??
    invitations.find((letter) => contentOf(letter).appointment === undefined && letter.source === source.key)
  );
}

const contentOf = ({ content }: Pick<StoredItem, 'content'>) => content as LetterContent;
