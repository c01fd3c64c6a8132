import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { RegistryError, type Result } from '@crosstrust/contract';
import { type ChangedLink, linkTrust } from '../links/link-trust.ts';
import { reportNotMine } from '../links/report-not-mine.ts';
import { unlinkTrust } from '../links/unlink-trust.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { signOut } from '../sessions/sign-out.ts';
import { openAccount } from '../sign-in/open-account.ts';
import { requestCode } from '../sign-in/request-code.ts';
import { requestEmailCode } from '../sign-in/request-email-code.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { verifyEmail } from '../sign-in/verify-email.ts';
import type { GraphContext } from './context.ts';
import {
  LinkTrustInputType,
  OpenAccountInputType,
  ReportNotMineInputType,
  RequestCodeInputType,
  SignInInputType,
  UnlinkTrustInputType,
  VerifyEmailInputType,
} from './inputs.ts';
import {
  LinkTrustPayload,
  OpenAccountPayload,
  ReportNotMinePayload,
  RequestCodePayload,
  SignInPayload,
  SignOutPayload,
  UnlinkTrustPayload,
  VerifyEmailPayload,
} from './payloads.ts';
import { toRecord } from './record-types.ts';

/** The verbs of this service; each is a file of its own. Here they meet the graph, and nothing is decided. */
@Resolver()
export class MutationResolver {
  @Mutation(() => RequestCodePayload, {
    description: 'Asks for a code. The answer is the same whether or not there is an account.',
  })
  async requestCode(
    @Arg('input', () => RequestCodeInputType) input: RequestCodeInputType,
    @Ctx() context: GraphContext,
  ) {
    return toChallenge(await requestCode(context.core, input));
  }

  @Mutation(() => OpenAccountPayload, {
    description: 'Begins an account: the trust must hold these details, and the code must come back in signIn.',
  })
  async openAccount(
    @Arg('input', () => OpenAccountInputType) input: OpenAccountInputType,
    @Ctx() context: GraphContext,
  ) {
    return toChallenge(await openAccount(context.core, context, input));
  }

  @Mutation(() => SignInPayload, { description: 'Opens a session with the code that was sent.' })
  async signIn(@Arg('input', () => SignInInputType) input: SignInInputType, @Ctx() context: GraphContext) {
    const result = await signIn(context.core, context, context.viewer, input);
    if ('userErrors' in result) return { session: null, me: null, userErrors: result.userErrors };
    const { token, viewer } = result.done;
    context.viewer = viewer;
    if (input.delivery === 'COOKIE') context.handSession(token);
    return {
      session: input.delivery === 'BEARER' ? token : null,
      me: await readPerson(context.core, context, viewer),
      userErrors: [],
    };
  }

  @Mutation(() => SignOutPayload, { description: 'Ends the session of this request.' })
  async signOut(@Ctx() context: GraphContext) {
    await signOut(context.core, context, mustBeSignedIn(context.viewer));
    context.viewer = new RegistryError('UNAUTHENTICATED');
    context.handSession('none');
    return { userErrors: [] };
  }

  @Mutation(() => RequestCodePayload, {
    description: 'Sends a code to the email of the account, to be sent back in verifyEmail.',
  })
  async requestEmailCode(@Ctx() context: GraphContext) {
    return toChallenge(await requestEmailCode(context.core, context, mustBeSignedIn(context.viewer)));
  }

  @Mutation(() => VerifyEmailPayload, { description: 'Makes the email of the account a way to sign in.' })
  async verifyEmail(
    @Arg('input', () => VerifyEmailInputType) input: VerifyEmailInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await verifyEmail(context.core, context, viewer, input);
    return 'done' in result
      ? { me: await readPerson(context.core, context, viewer), userErrors: [] }
      : { me: null, userErrors: result.userErrors };
  }

  @Mutation(() => LinkTrustPayload, {
    description: 'Links the record at one more trust, by the details that the account holds.',
  })
  async linkTrust(@Arg('input', () => LinkTrustInputType) input: LinkTrustInputType, @Ctx() context: GraphContext) {
    return toLinks(context, await linkTrust(context.core, context, mustBeSignedIn(context.viewer), input));
  }

  @Mutation(() => UnlinkTrustPayload, { description: 'Takes the link to a trust away.' })
  async unlinkTrust(
    @Arg('input', () => UnlinkTrustInputType) input: UnlinkTrustInputType,
    @Ctx() context: GraphContext,
  ) {
    return toLinks(context, await unlinkTrust(context.core, context, mustBeSignedIn(context.viewer), input));
  }

  @Mutation(() => ReportNotMinePayload, {
    description:
      'Reports a linked record as somebody else’s: the link is cut at once, and the trust’s staff see to it.',
  })
  async reportNotMine(
    @Arg('input', () => ReportNotMineInputType) input: ReportNotMineInputType,
    @Ctx() context: GraphContext,
  ) {
    return toLinks(context, await reportNotMine(context.core, context, mustBeSignedIn(context.viewer), input));
  }
}

function toChallenge(result: Awaited<ReturnType<typeof requestCode>>) {
  return 'done' in result
    ? { ...result.done, userErrors: [] }
    : { challenge: null, expiresAt: null, userErrors: result.userErrors };
}

async function toLinks(context: GraphContext, result: Result<ChangedLink>) {
  if ('userErrors' in result) return { record: null, me: null, userErrors: result.userErrors };
  const me = await readPerson(context.core, context, mustBeSignedIn(context.viewer));
  const link = me?.links.find(({ trust, record }) => trust === result.done.trust && record === result.done.record);
  return { record: me && link ? toRecord(me, link) : null, me, userErrors: [] };
}
