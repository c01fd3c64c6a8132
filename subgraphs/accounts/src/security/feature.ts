import type { SessionLevel } from '@crosstrust/contract';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ownAccount } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { PatientType } from '../graph/types.ts';
import { levels } from '../sessions/types.ts';
import { requiredLevel } from '../sessions/strong-factors.ts';
import { type Security, SecurityType } from './types.ts';

@Resolver(() => PatientType)
class PatientSecurityResolver {
  @FieldResolver(() => SecurityType, { description: 'How the account is got into.' })
  security(@Root() { id }: PatientType): Security {
    return { accountId: id };
  }
}

@Resolver(() => SecurityType)
class SecurityResolver {
  @FieldResolver(() => levels)
  changesNeed(@Root() { accountId }: Security, @Ctx() { core }: GraphContext): Promise<SessionLevel> {
    return core.database.write((em) => requiredLevel(em, accountId));
  }
}

/** Security settings. Each capability adds its own fields to `Security`. */
export const securityFeature: Feature = {
  resolvers: [PatientSecurityResolver, SecurityResolver],
  rules: {
    Patient: { security: ownAccount },
    Security: each('inherit', 'changesNeed'),
  },
};
