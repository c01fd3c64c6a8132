import 'reflect-metadata';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PatientPayload } from '../graph/payload.ts';
import { CareRecordType, PatientType, TrustType } from '../graph/types.ts';
import { UserErrorType } from '../graph/user-error.ts';
import type { LinkState } from './trust-status.ts';

const linkStates = {
  LINKED: 'LINKED',
  CAN_BE_LINKED: 'CAN_BE_LINKED',
  TOO_YOUNG: 'TOO_YOUNG',
} as const satisfies Record<LinkState, LinkState>;
registerEnumType(linkStates, { name: 'LinkState' });

@ObjectType('TrustStatus', { description: 'How the patient stands with a trust.' })
export class TrustStatusType {
  @Field(() => TrustType)
  trust!: TrustType;

  @Field(() => linkStates)
  state!: LinkState;

  @Field(() => Int, { description: 'Whole years.' })
  minimumAge!: number;

  @Field(() => String, { nullable: true, description: 'How to link, when that is possible now.' })
  how!: string | null;
}

@InputType('LinkTrustInput')
export class LinkTrustInputType {
  @Field(() => ID, { description: 'Key of the trust.' })
  trust!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The secret of an invitation’s link: what follows the trust’s key.',
  })
  invitation?: string | null;

  @Field(() => [String], { nullable: true, description: 'The two security codes of an invitation by letter.' })
  codes?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Letters without paper, where the trust asks at registration.' })
  paperless?: boolean | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('UnlinkTrustInput')
export class UnlinkTrustInputType {
  @Field(() => ID, { description: 'Key of the trust.' })
  trust!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType('ReportNotMineInput')
export class ReportNotMineInputType {
  @Field(() => ID, { description: 'Key of the trust whose linked record is somebody else’s.' })
  trust!: string;

  @Field(() => String, { nullable: true, description: 'What the hospital should know, up to 2000 characters.' })
  words?: string | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@ObjectType('LinkTrustPayload')
export class LinkTrustPayload {
  @Field(() => CareRecordType, { nullable: true })
  record!: CareRecordType | null;

  @Field(() => PatientType, { nullable: true })
  me!: PatientType | null;

  @Field(() => [UserErrorType])
  userErrors!: readonly UserErrorType[];
}

@ObjectType('UnlinkTrustPayload')
export class UnlinkTrustPayload extends PatientPayload {}

@ObjectType('ReportNotMinePayload')
export class ReportNotMinePayload extends PatientPayload {}
