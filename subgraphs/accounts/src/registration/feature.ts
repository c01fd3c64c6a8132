import { findTrust, RegistryError, type TrustEntry, trusts } from '@crosstrust/contract';
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Core } from '../core.ts';
import { ownAccount } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { toTrust } from '../graph/record-types.ts';
import { PatientType } from '../graph/types.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { toChallenge } from '../sign-in/to-challenge.ts';
import { listWays } from './list-ways.ts';
import { openAccount } from './open-account.ts';
import { readRegisteredBy } from './registered-by.ts';
import { OpenAccountInputType, OpenAccountPayload, RegisteredByType, TrustRegistrationType } from './types.ts';

@Resolver(() => PatientType)
class RegistrationResolver {
  @Query(() => [TrustRegistrationType], {
    description: 'How patients register with every trust, or with this one: for everybody, before they decide.',
  })
  registration(
    @Arg('trust', () => ID, { nullable: true }) key: string | null,
    @Ctx() { core }: GraphContext,
  ): TrustRegistrationType[] {
    const found = key ? [findTrust(key)] : trusts;
    return found.map((trust) => describeRegistration(core, trust));
  }

  @Mutation(() => OpenAccountPayload, {
    description:
      'Begins an account by one of the ways of `registration`: with the details that the trust holds, an invitation’s link, or the codes of its letter. A code goes to the mobile and must come back in signIn.',
  })
  async openAccount(
    @Arg('input', () => OpenAccountInputType) input: OpenAccountInputType,
    @Ctx() context: GraphContext,
  ): Promise<OpenAccountPayload> {
    return toChallenge(await openAccount(context.core, context, input));
  }

  @FieldResolver(() => RegisteredByType, {
    nullable: true,
    description: 'The carer who opened the account, and how the patient agreed; null when the patient did it.',
  })
  async registeredBy(@Root() _person: PatientType, @Ctx() context: GraphContext): Promise<RegisteredByType | null> {
    const found = await readRegisteredBy(context.core, context, mustBeSignedIn(context.viewer));
    if (!found) return null;
    const { consent, ...told } = found;
    return { ...told, consentGiven: consent.how, consentOn: consent.on };
  }
}

/** What a trust tells everybody of how one registers with it. @throws RegistryError TRUST_UNKNOWN */
function describeRegistration({ policies }: Core, trust: TrustEntry | undefined): TrustRegistrationType {
  const policy = trust && policies.get(trust.key);
  if (!trust || !policy) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  const { optional, before, needs, cost, carer, paperless } = policy.registration;
  return {
    trust: toTrust(trust),
    minimumAge: policy.minimumAge.years,
    ...{ optional, before, needs, cost, carer },
    ways: listWays(policy.registration, policy.linking.match),
    asksPaperless: paperless.asked,
  };
}

/** How people register, by each trust's way. */
export const registrationFeature: Feature = {
  resolvers: [RegistrationResolver],
  rules: {
    Query: { registration: 'public' },
    Mutation: { openAccount: 'public' },
    Patient: { registeredBy: ownAccount },
    OpenAccountPayload: each('public', 'challenge', 'expiresAt', 'userErrors'),
    TrustRegistration: each(
      'public',
      'trust',
      'minimumAge',
      'optional',
      'before',
      'needs',
      'cost',
      'ways',
      'carer',
      'asksPaperless',
    ),
    RegistrationWords: each('public', 'words', 'rule'),
    RegistrationWay: each('public', 'kind', 'compares', 'needsAppointment', 'days', 'words', 'rule'),
    CarerRegistration: each('public', 'allowed', 'words', 'rule'),
    RegisteredBy: each('inherit', 'name', 'relationship', 'consentGiven', 'consentOn', 'at'),
  },
};
