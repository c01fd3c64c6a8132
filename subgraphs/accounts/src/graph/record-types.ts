import { findTrust, type TrustEntry, trusts } from '@crosstrust/contract';
import { Directive, ObjectType } from 'type-graphql';
import type { LinkedRecord, Person } from '../people/read-person.ts';
import { CareRecordType, type TrustType } from './types.ts';

// A stub for each trust on the list: the trust's own subgraph adds everything else to its type.
const classes = new Map(trusts.map((trust) => [trust.key as string, makeRecordClass(trust)]));

/** The record types, for the schema. */
export const recordTypes: readonly (new () => CareRecordType)[] = [...classes.values()];

/** The trust behind each record type, by the type's name. */
export const trustOfRecordType: ReadonlyMap<string, string> = new Map(
  trusts.map((trust) => [recordTypeName(trust), trust.key]),
);

/** A linked or shared record as the graph answers it to this account or guest; null when its trust has left the list. */
export function toRecord(person: Pick<Person, 'id'>, link: LinkedRecord): CareRecordType | null {
  const RecordClass = classes.get(link.trust);
  const trust = findTrust(link.trust);
  return RecordClass && trust
    ? Object.assign(new RecordClass(), { id: link.record, trust: toTrust(trust), accountId: person.id })
    : null;
}

/** A trust as the graph answers it. */
export function toTrust({ key, name, sources }: TrustEntry): TrustType {
  return { key, name, odsCodes: sources.map(({ odsCode }) => odsCode) };
}

function makeRecordClass(trust: TrustEntry): new () => CareRecordType {
  const RecordClass = class extends CareRecordType {};
  ObjectType(recordTypeName(trust), { implements: CareRecordType })(RecordClass);
  Directive('@key(fields: "id")')(RecordClass);
  return RecordClass;
}

function recordTypeName({ typePrefix }: TrustEntry): string {
  return `${typePrefix}Record`;
}
