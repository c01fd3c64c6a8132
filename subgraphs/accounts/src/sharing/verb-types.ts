import 'reflect-metadata';
import type { Section } from '@crosstrust/contract';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PatientType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';
import { type Delivery, delivery } from '../sessions/delivery.ts';
import type { Relationship } from './shared-content.ts';
import {
  shareKinds,
  shareMay,
  SharedRecordsType,
  shareRelationships,
  shareSections,
  ShareType,
  ShareUserErrorType,
} from './types.ts';

@InputType()
abstract class SharedSections {
  @Field(() => ID, { description: 'Key of a linked trust.' })
  trust!: string;

  @Field(() => [shareSections], { description: 'The kinds of content. Empty only with `allSections`.' })
  sections!: Section[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'All that the hospital shows, save what the patient wrote there.',
  })
  allSections!: boolean;
}

@InputType('ShareTrustInput')
export class ShareTrustInputType extends SharedSections {
  @Field(() => shareMay)
  may!: 'read' | 'change';
}

@InputType('ShortShareTrustInput')
export class ShortShareTrustInputType extends SharedSections {}

@InputType('ShareRecordInput')
export class ShareRecordInputType {
  @Field(() => String, { description: 'As the patient calls them; 100 characters at most.' })
  name!: string;

  @Field(() => String, { description: 'Their personal email address, which their own account has, or will have.' })
  email!: string;

  @Field(() => shareRelationships)
  relationship!: Relationship;

  @Field(() => [ShareTrustInputType])
  trusts!: ShareTrustInputType[];

  @Field(() => Date, { nullable: true, description: 'Absent: until somebody ends it.' })
  until?: Date | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('ShareForShortTimeInput')
export class ShareForShortTimeInputType {
  @Field(() => String, { description: 'As the patient calls them; 100 characters at most.' })
  name!: string;

  @Field(() => String, { description: 'Where the code goes.' })
  email!: string;

  @Field(() => [ShortShareTrustInputType])
  trusts!: ShortShareTrustInputType[];

  @Field(() => Int, { defaultValue: 60, description: '15 to 1440, and no more than the hospital allows.' })
  minutes!: number;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('PreviewShareInput')
export class PreviewShareInputType {
  @Field(() => shareKinds)
  kind!: 'carer' | 'clinician';

  @Field(() => shareRelationships)
  relationship!: Relationship;

  @Field(() => [ShareTrustInputType])
  trusts!: ShareTrustInputType[];

  @Field(() => Int, { nullable: true, description: 'Of a share by code.' })
  minutes?: number | null;
}

@InputType('AcceptShareInput')
export class AcceptShareInputType {
  @Field(() => String, { description: 'From the email.' })
  secret!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('ChangeShareInput')
export class ChangeShareInputType {
  @Field(() => ID)
  share!: string;

  @Field(() => [ShareTrustInputType], {
    description: 'The whole grid: a hospital that is not in it is shared no more.',
  })
  trusts!: ShareTrustInputType[];

  @Field(() => Date, { nullable: true, description: 'Absent: until somebody ends it.' })
  until?: Date | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('EndShareInput')
export class EndShareInputType {
  @Field(() => ID)
  share!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('OpenSharedRecordInput')
export class OpenSharedRecordInputType {
  @Field(() => String, { description: 'From the email.' })
  reference!: string;

  @Field(() => String, { description: 'The address that the email went to.' })
  email!: string;

  @Field(() => String, { description: 'From the email.' })
  code!: string;

  @Field(() => delivery, { defaultValue: delivery.COOKIE })
  delivery!: Delivery;
}

@ObjectType('SharePayload')
export class SharePayload {
  @Field(() => ShareType, { nullable: true })
  share!: object | null;

  @Field(() => [ShareUserErrorType])
  userErrors!: readonly ShareUserErrorType[];
}

@ObjectType('AcceptSharePayload')
export class AcceptSharePayload {
  @Field(() => SharedRecordsType, { nullable: true })
  shared!: object | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('EndSharePayload')
export class EndSharePayload {
  @Field(() => PatientType, { nullable: true, description: 'Null for a guest.' })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('OpenSharedRecordPayload')
export class OpenSharedRecordPayload {
  @Field(() => String, { nullable: true, description: 'The session’s token, for a bearer.' })
  session!: string | null;

  @Field(() => SharedRecordsType, { nullable: true })
  shared!: object | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}
