import { readFile } from 'node:fs/promises';
import { SettingsError } from '@crosstrust/service';
import { buildSchema, type GraphQLSchema, Kind, parse } from 'graphql';

/** The composed graph, as it stands in its file. */
export interface Supergraph {
  readonly sdl: string;
  /** All types, those that clients do not see included. */
  readonly schema: GraphQLSchema;
  /** Names of the services that it is made of. */
  readonly services: readonly string[];
}

/** Reads the supergraph from its file. @throws SettingsError when there is none, or it is not one */
export async function readSupergraph(path: string): Promise<Supergraph> {
  let sdl: string;
  try {
    sdl = await readFile(path, 'utf8');
  } catch {
    throw new SettingsError(`SUPERGRAPH: cannot read ${path}; npm run compose makes it`);
  }
  try {
    return { sdl, schema: buildSchema(sdl, { assumeValid: true, assumeValidSDL: true }), services: serviceNames(sdl) };
  } catch {
    throw new SettingsError(`SUPERGRAPH: ${path} is not a supergraph; npm run compose makes it`);
  }
}

/** Reads `enum join__Graph { ACCOUNTS @join__graph(name: "accounts", …) }`. */
function serviceNames(sdl: string): string[] {
  const graphs = parse(sdl).definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION || !graphs.values) throw new Error('no services');
  return graphs.values
    .flatMap(({ directives }) => directives?.[0]?.arguments ?? [])
    .flatMap(({ name, value }) => (name.value === 'name' && value.kind === Kind.STRING ? [value.value] : []));
}
