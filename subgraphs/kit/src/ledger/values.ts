import { accessBy, type AccessBy, type AccessKind, accessKinds } from '@crosstrust/contract';
import { ArgsType, Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { PageArgs } from '../graph/connections.ts';
import { enumOf } from '../graph/values.ts';
import type { AccessTold } from './audit-event.ts';

export const AccessByEnum = enumOf(accessBy);
registerEnumType(AccessByEnum, {
  name: 'AccessBy',
  description:
    'Who looked, and by which right: the patient, a calendar that they follow, whom they shared the record with, or the trust’s staff.',
});

const AccessKindEnum = enumOf(accessKinds);
registerEnumType(AccessKindEnum, {
  name: 'AccessKind',
  description: 'What of a record was looked at: a section, or something else that is kept with it.',
});

const AccessActionEnum = { LOOKED: 'LOOKED', CHANGED: 'CHANGED' } as const;
registerEnumType(AccessActionEnum, { name: 'AccessAction' });

const AccessOutcomeEnum = { DONE: 'DONE', REFUSED: 'REFUSED' } as const;
registerEnumType(AccessOutcomeEnum, { name: 'AccessOutcome' });

@Directive('@shareable')
@ObjectType({ description: 'One look at a record, or one change of it; or a try that was refused.' })
export class AccessLogEntry {
  @Field(() => ID)
  id!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => AccessActionEnum)
  action!: string;

  @Field(() => AccessByEnum)
  by!: AccessBy;

  @Field(() => ID, { nullable: true, description: 'By which of the patient’s shares; null where it was by none.' })
  share!: string | null;

  @Field(() => [AccessKindEnum], {
    description: 'What was looked at; empty for a change, and for a try at no part of its own.',
  })
  kinds!: readonly AccessKind[];

  @Field(() => String, {
    nullable: true,
    description: 'What was changed, by the name of the verb: cancel-appointment.',
  })
  change!: string | null;

  @Field(() => AccessOutcomeEnum)
  outcome!: string;

  @Field(() => String, { nullable: true, description: 'The code of the error by which it was refused.' })
  code!: string | null;
}

@ArgsType()
export class AccessLogArgs extends PageArgs {
  @Field(() => [AccessByEnum], {
    nullable: true,
    description: 'Only those of these. Without it everybody’s, one’s own included.',
  })
  by?: AccessBy[] | null;
}

/** A row of the ledger as the graph has it. */
export function presentAccess({ id, at, action, by, share, kinds, verb, refused }: AccessTold): AccessLogEntry {
  return {
    id,
    at,
    action: action === 'R' ? AccessActionEnum.LOOKED : AccessActionEnum.CHANGED,
    by,
    share,
    kinds,
    change: verb,
    outcome: refused ? AccessOutcomeEnum.REFUSED : AccessOutcomeEnum.DONE,
    code: refused,
  };
}
