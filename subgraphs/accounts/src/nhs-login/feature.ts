import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { type Security, SecurityType } from '../security/types.ts';
import { LinkedNhsLoginType, UnlinkNhsLoginInputType, UnlinkNhsLoginPayload } from './types.ts';
import { unlinkNhsLogin } from './unlink-nhs-login.ts';

@Resolver(() => SecurityType)
class NhsLoginResolver {
  @FieldResolver(() => LinkedNhsLoginType, {
    nullable: true,
    description: 'The NHS login that signs this person in; null when there is none.',
  })
  async nhsLogin(
    @Root() { accountId }: Security,
    @Ctx() { core, correlation }: GraphContext,
  ): Promise<{ linkedAt: Date } | null> {
    const [row] = await core.database.read<{ linked_at: Date }>(
      correlation,
      'select linked_at from nhs_login where account_id = $1',
      [accountId],
    );
    return row ? { linkedAt: row.linked_at } : null;
  }

  @Mutation(() => UnlinkNhsLoginPayload, {
    description: 'Takes NHS login away from the account. It is added again at the gateway’s page `/nhs-login?link=1`.',
  })
  async unlinkNhsLogin(
    @Arg('input', () => UnlinkNhsLoginInputType) { idempotencyKey }: UnlinkNhsLoginInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await unlinkNhsLogin(context.core, context, viewer, idempotencyKey);
    return 'done' in result
      ? { me: await readPerson(context.core, context, viewer), userErrors: [] }
      : { me: null, userErrors: result.userErrors };
  }
}

/** NHS login among the security settings; signing in with it goes over the gateway's page. */
export const nhsLoginFeature: Feature = {
  resolvers: [NhsLoginResolver],
  rules: {
    Mutation: { unlinkNhsLogin: signedIn },
    Security: { nhsLogin: 'inherit' },
    LinkedNhsLogin: { linkedAt: 'inherit' },
    UnlinkNhsLoginPayload: each('public', 'me', 'userErrors'),
  },
};
