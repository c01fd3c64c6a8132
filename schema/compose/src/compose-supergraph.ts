import { composeServices } from '@apollo/composition';
import { type TrustEntry, trusts } from '@crosstrust/contract';
import { parse } from 'graphql';
import { lintSupergraph } from './lint-supergraph.ts';

/**
 * Composes the subgraphs into one supergraph. URLs stay out of it: the gateway has them in its settings.
 * @param list the trusts that there are; tests bring their own
 * @throws Error with the composer's messages, or the lint's.
 */
export function composeSupergraph(
  sdlByName: ReadonlyMap<string, string>,
  list: readonly TrustEntry[] = trusts,
): string {
  const result = composeServices(
    [...sdlByName].map(([name, sdl]) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(sdl) })),
  );
  if (result.errors)
    throw new Error(`the subgraphs do not compose:\n${result.errors.map(({ message }) => `  ${message}`).join('\n')}`);
  const problems = lintSupergraph(result.supergraphSdl, list);
  if (problems.length > 0)
    throw new Error(`the supergraph breaks a rule:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  return `${result.supergraphSdl}\n`;
}
