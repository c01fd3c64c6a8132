import { type Result, trusts } from '@crosstrust/contract';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { ownAccount, signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { toTrust } from '../graph/record-types.ts';
import { PatientType } from '../graph/types.ts';
import { type Person, readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { provesMobile } from '../people/vouched-mobile.ts';
import type { PosedChallenge } from '../sign-in/pose-challenge.ts';
import { changeEmail, changeMobile } from './change-contact.ts';
import { confirmContact } from './confirm-contact.ts';
import {
  ChangeContactPayload,
  ChangeEmailInputType,
  ChangeMobileInputType,
  ConfirmContactInputType,
  ConfirmContactPayload,
  ContactsType,
} from './types.ts';

@Resolver(() => PatientType)
class ContactsResolver {
  @FieldResolver(() => ContactsType, { description: 'The addresses of the login.' })
  contacts(@Root() { details: { mobile, email } }: Person, @Ctx() { core }: GraphContext): ContactsType {
    return { mobile, email, mobileProvenBy: trusts.filter(({ key }) => provesMobile(core, key)).map(toTrust) };
  }

  @Mutation(() => ChangeContactPayload, { description: 'Sends a code to a new mobile, for confirmContact.' })
  async changeMobile(
    @Arg('input', () => ChangeMobileInputType) input: ChangeMobileInputType,
    @Ctx() context: GraphContext,
  ) {
    return toChallenge(await changeMobile(context.core, context, mustBeSignedIn(context.viewer), input));
  }

  @Mutation(() => ChangeContactPayload, { description: 'Sends a code to a new email, for confirmContact.' })
  async changeEmail(
    @Arg('input', () => ChangeEmailInputType) input: ChangeEmailInputType,
    @Ctx() context: GraphContext,
  ) {
    return toChallenge(await changeEmail(context.core, context, mustBeSignedIn(context.viewer), input));
  }

  @Mutation(() => ConfirmContactPayload, {
    description: 'Makes the new mobile or email the login’s. The session that asked for the code has to bring it back.',
  })
  async confirmContact(
    @Arg('input', () => ConfirmContactInputType) input: ConfirmContactInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await confirmContact(context.core, context, viewer, input);
    return 'done' in result
      ? { me: await readPerson(context.core, context, viewer), userErrors: [] }
      : { me: null, userErrors: result.userErrors };
  }
}

function toChallenge(result: Result<PosedChallenge>) {
  return 'done' in result
    ? { ...result.done, userErrors: [] }
    : { challenge: null, expiresAt: null, userErrors: result.userErrors };
}

/** The mobile and the email of the login, and how they are changed. */
export const contactsFeature: Feature = {
  resolvers: [ContactsResolver],
  rules: {
    Mutation: each(signedIn, 'changeMobile', 'changeEmail', 'confirmContact'),
    Patient: { contacts: ownAccount },
    Contacts: each('inherit', 'mobile', 'email', 'mobileProvenBy'),
    ChangeContactPayload: each('public', 'challenge', 'expiresAt', 'userErrors'),
    ConfirmContactPayload: each('public', 'me', 'userErrors'),
  },
};
