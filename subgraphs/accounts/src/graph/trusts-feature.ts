import { trusts } from '@crosstrust/contract';
import { Arg, ID, Query, Resolver } from 'type-graphql';
import { each, type Feature } from './feature.ts';
import { helpTypeNames, helpTypes, listHelp } from './help-types.ts';
import { toTrust } from './record-types.ts';
import { TrustHelpType, TrustType } from './types.ts';

@Resolver()
class TrustsResolver {
  @Query(() => [TrustType], { description: 'Every trust that this system knows.' })
  trusts(): TrustType[] {
    return trusts.map(toTrust);
  }

  @Query(() => [TrustHelpType], {
    description: 'Help of every trust, or of this one: for everybody, because who cannot sign in needs it most.',
  })
  help(@Arg('trust', () => ID, { nullable: true }) trust: string | null): TrustHelpType[] {
    return listHelp(trust ?? null);
  }
}

/** The list of trusts and where their help begins: for everybody. */
export const trustsFeature: Feature = {
  resolvers: [TrustsResolver],
  types: helpTypes,
  rules: {
    Query: each('public', 'trusts', 'help'),
    Trust: each('public', 'key', 'name', 'odsCodes'),
    ...Object.fromEntries(helpTypeNames.map((name) => [name, each('public', 'key', 'trust')])),
  },
};
