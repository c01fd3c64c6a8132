import { findTrust, RegistryError, type TrustEntry, trusts } from '@crosstrust/contract';
import { Directive, ObjectType } from 'type-graphql';
import { toTrust } from './record-types.ts';
import { TrustHelpType } from './types.ts';

// A stub for each trust on the list, as with records: what the help is, the trust's own subgraph says. It is not loaded
// by its key here, so nothing needs to be asked of accounts but where help begins.
const classes = new Map(trusts.map((trust) => [trust.key as string, makeHelpClass(trust)]));

/** The help types, for the schema. */
export const helpTypes: readonly (new () => TrustHelpType)[] = [...classes.values()];

/** The names of the help types. */
export const helpTypeNames: readonly string[] = trusts.map(helpTypeName);

/** Help of every trust, or of this one. @throws RegistryError TRUST_UNKNOWN */
export function listHelp(key: string | null): TrustHelpType[] {
  const found = key === null ? trusts : [findTrust(key)];
  return found.map((trust) => {
    const HelpClass = trust && classes.get(trust.key);
    if (!HelpClass) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
    return Object.assign(new HelpClass(), { key: trust.key, trust: toTrust(trust) });
  });
}

function makeHelpClass(trust: TrustEntry): new () => TrustHelpType {
  const HelpClass = class extends TrustHelpType {};
  ObjectType(helpTypeName(trust), { implements: TrustHelpType })(HelpClass);
  Directive('@key(fields: "key", resolvable: false)')(HelpClass);
  return HelpClass;
}

function helpTypeName({ typePrefix }: TrustEntry): string {
  return `${typePrefix}Help`;
}
