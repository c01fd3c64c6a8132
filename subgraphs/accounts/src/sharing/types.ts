import 'reflect-metadata';
import { type ErrorCode, sections, type Section } from '@crosstrust/contract';
import { enumOf } from '@crosstrust/kit';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CareRecordType, TrustType } from '../graph/types.ts';
import { relationships } from './shared-content.ts';

/** A name of its own: the trusts' `Section` may grow one trust at a time, and what goes in must be the same everywhere. */
export const shareSections = enumOf(sections);
registerEnumType(shareSections, { name: 'ShareSection', description: 'A kind of content that can be shared.' });

export const shareRelationships = enumOf(relationships);
registerEnumType(shareRelationships, {
  name: 'ShareRelationship',
  description: 'What the person is to the patient. PARENT: the patient’s mother or father.',
});

export const shareKinds = { CARER: 'carer', CLINICIAN: 'clinician' } as const;
registerEnumType(shareKinds, {
  name: 'ShareKind',
  description:
    'CARER: with an account of their own. CLINICIAN: a clinician or other person, for a short time by a code.',
});

export const shareMay = { READ: 'read', CHANGE: 'change' } as const;
registerEnumType(shareMay, {
  name: 'ShareMay',
  description: 'READ: read only. CHANGE: answer and move appointments as well, where the hospital offers it online.',
});

const shareStates = enumOf(['PENDING', 'LIVE', 'ENDED']);
registerEnumType(shareStates, {
  name: 'ShareState',
  description: 'PENDING: sent and not accepted yet, so that it opens nothing. ENDED: by somebody, or out of time.',
});

const shareEnds = { PATIENT: 'patient', HOLDER: 'holder', TRIES: 'tries', TIME: 'time' } as const;
registerEnumType(shareEnds, {
  name: 'ShareEnd',
  description: 'HOLDER: whom it was shared with. TRIES: a wrong code was entered five times.',
});

const shareStandings = enumOf(['OPEN', 'REFUSED', 'NOT_LINKED']);
registerEnumType(shareStandings, {
  name: 'ShareStanding',
  description:
    'REFUSED: the hospital has changed its rules since. NOT_LINKED: the record is not linked any more, or anew.',
});

const everything =
  'The kinds of content. Null: all that the hospital shows, save what the patient wrote there, which is shared by its name only.';

@ObjectType('ShareTrust', { description: 'What a share opens at one hospital.' })
export class ShareTrustType {
  @Field(() => TrustType)
  trust!: TrustType;

  @Field(() => [shareSections], { nullable: true, description: everything })
  sections!: readonly Section[] | null;

  @Field(() => shareMay)
  may!: 'read' | 'change';

  @Field(() => Date, {
    nullable: true,
    description: 'When a rule of this hospital ends it, before the share itself ends.',
  })
  until!: Date | null;

  @Field(() => shareStandings)
  standing!: 'OPEN' | 'REFUSED' | 'NOT_LINKED';

  @Field(() => String, { nullable: true, description: 'Of a refusal: what the hospital says of it.' })
  words!: string | null;

  @Field(() => String, { nullable: true, description: 'Of a refusal: the number of the requirement behind it.' })
  rule!: string | null;
}

@ObjectType('Share', { description: 'That a patient lets somebody see their records.' })
export class ShareType {
  @Field(() => ID)
  id!: string;

  @Field(() => shareKinds)
  kind!: 'carer' | 'clinician';

  @Field(() => String, { description: 'As the patient calls them.' })
  name!: string;

  @Field(() => String)
  email!: string;

  @Field(() => shareRelationships)
  relationship!: string;

  @Field(() => shareStates)
  state!: string;

  @Field(() => Date, { nullable: true, description: 'Null: until somebody ends it.' })
  until!: Date | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  acceptedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  @Field(() => shareEnds, { nullable: true })
  endedBy!: string | null;

  @Field(() => [ShareTrustType])
  trusts!: readonly ShareTrustType[];
}

@ObjectType('SharedAccess', { description: 'What is open of one shared record.' })
export class SharedAccessType {
  @Field(() => TrustType)
  trust!: TrustType;

  @Field(() => [shareSections], { nullable: true, description: everything })
  sections!: readonly Section[] | null;

  @Field(() => shareMay)
  may!: 'read' | 'change';

  @Field(() => Date, { nullable: true })
  until!: Date | null;
}

@ObjectType('SharedRecords', {
  description: 'What somebody else shares with the viewer: always shown with their name.',
})
export class SharedRecordsType {
  @Field(() => ID, { description: 'Of the share.' })
  id!: string;

  @Field(() => String, { description: 'Whose records these are.' })
  patientName!: string;

  @Field(() => shareKinds, { description: 'By which right they are shown.' })
  relation!: 'carer' | 'clinician';

  @Field(() => shareRelationships, { description: 'What the viewer is to the patient.' })
  relationship!: string;

  @Field(() => shareMay, { description: 'The most that is allowed at any of the hospitals.' })
  may!: 'read' | 'change';

  @Field(() => Date, { nullable: true, description: 'Null: until somebody ends it.' })
  until!: Date | null;

  @Field(() => [SharedAccessType], { description: 'In the order of the records.' })
  access!: readonly SharedAccessType[];

  @Field(() => [CareRecordType])
  records!: readonly CareRecordType[];
}

@ObjectType('SharingStance', { description: 'What a hospital says of one kind of sharing.' })
export class SharingStanceType {
  @Field(() => Boolean)
  allowed!: boolean;

  @Field(() => Boolean, { description: 'Whether they can be let answer and move appointments too.' })
  mayChange!: boolean;

  @Field(() => Int, { nullable: true, description: 'Minutes; of a share by code.' })
  longestMinutes!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The patient’s age, in whole years, at which what they shared with a parent before ends.',
  })
  untilAge!: number | null;

  @Field(() => String)
  words!: string;

  @Field(() => String, { description: 'Number of the requirement behind it, or `assumed`.' })
  rule!: string;
}

@ObjectType('SharingOption', { description: 'What can be shared at one linked hospital, and with whom.' })
export class SharingOptionType {
  @Field(() => TrustType)
  trust!: TrustType;

  @Field(() => SharingStanceType)
  carer!: SharingStanceType;

  @Field(() => SharingStanceType)
  clinician!: SharingStanceType;

  @Field(() => [shareSections], { description: 'The kinds of content that it shows.' })
  sections!: readonly Section[];
}

@ObjectType('ShareUserError', { description: 'What the patient can mend, at which hospital, and by which rule.' })
export class ShareUserErrorType {
  @Field(() => String)
  code!: ErrorCode;

  @Field(() => String)
  message!: string;

  @Field(() => String, { nullable: true })
  field!: string | null;

  @Field(() => ID, { nullable: true, description: 'Key of the trust.' })
  trust!: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the requirement behind it.' })
  rule!: string | null;
}

@ObjectType('ShareWarning', { description: 'What to know before sharing with anybody.' })
export class ShareWarningType {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  words!: string;

  @Field(() => String)
  rule!: string;
}

@ObjectType('PreviewedShare', { description: 'What would come of sharing at one hospital.' })
export class PreviewedShareType {
  @Field(() => TrustType, { nullable: true })
  trust!: TrustType | null;

  @Field(() => Boolean)
  allowed!: boolean;

  @Field(() => ShareUserErrorType, { nullable: true })
  refusal!: ShareUserErrorType | null;

  @Field(() => String, { nullable: true, description: 'What the hospital says of this kind of sharing.' })
  words!: string | null;

  @Field(() => String, { nullable: true })
  rule!: string | null;

  @Field(() => Date, { nullable: true, description: 'When a rule of the hospital would end it by itself.' })
  until!: Date | null;
}

@ObjectType('SharePreview')
export class SharePreviewType {
  @Field(() => Boolean, { description: 'Whether all of it could be shared.' })
  possible!: boolean;

  @Field(() => [PreviewedShareType])
  trusts!: readonly PreviewedShareType[];

  @Field(() => [ShareWarningType])
  warnings!: readonly ShareWarningType[];
}
