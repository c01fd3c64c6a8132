import { randomUUID } from 'node:crypto';
import type { AccessBy, AccessKind, ErrorCode } from '@crosstrust/contract';
import type { Policy } from '../policy/policy.ts';

/** What a viewer may do with a record rests on this: whose right it was, who used it, and by which share of the patient's. */
export interface Right {
  readonly by: AccessBy;
  /** The actor's id at this trust. */
  readonly actor: string;
  readonly share?: string | undefined;
}

/** One look at a record, or one change of it, done or refused. */
export interface Access extends Right {
  readonly recordId: string;
  readonly at: Date;
  readonly action: 'R' | 'U';
  readonly kinds: readonly AccessKind[];
  /** The code by which it was refused; absent when it was done. */
  readonly refused?: ErrorCode | undefined;
  /** The verb that changed the record. */
  readonly verb?: string | undefined;
  readonly item?: string | undefined;
  readonly correlation: string;
}

const terminology = 'http://terminology.hl7.org/CodeSystem';
const systems = {
  actor: 'crosstrust:actor',
  by: 'crosstrust:access-by',
  verb: 'crosstrust:verb',
  odsCode: 'https://fhir.nhs.uk/Id/ods-organization-code',
} as const;

// without `display`: a code system has it once for all rows
const coding = (system: string, code: string) => ({ system, code });

const restType = coding(`${terminology}/audit-event-type`, 'rest');
const person = coding(`${terminology}/audit-entity-type`, '1');
const patientRole = coding(`${terminology}/object-role`, '1');
const applicationServer = coding(`${terminology}/security-source-type`, '4');
// as the audit profiles of IHE (BALP) put the id of a request
const requestId = {
  system: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType',
  code: 'XrequestId',
};
const interactions = {
  R: coding('http://hl7.org/fhir/restful-interaction', 'read'),
  U: coding('http://hl7.org/fhir/restful-interaction', 'update'),
} as const;

const purpose = (code: string) => ({ coding: [coding(`${terminology}/v3-ActReason`, code)] });
const role = (code: string) => ({ coding: [coding(`${terminology}/v3-RoleClass`, code)] });
const [patient, agent] = [role('PAT'), role('AGNT')];
/** What each right is in FHIR's codes: as what the agent took part, and for what purpose. */
const rights = {
  YOU: { type: patient, purpose: purpose('PATRQT') },
  CALENDAR: { type: patient, purpose: purpose('PATRQT') },
  CARER: { type: agent, purpose: purpose('FAMRQT') },
  CLINICIAN: { type: role('PROV'), purpose: purpose('TREAT') },
  STAFF: { type: role('EMP'), purpose: purpose('PATADMIN') },
} as const satisfies Record<AccessBy, object>;

/** A row of the ledger as FHIR R4 has it (AuditEvent), as JSON: what the chain's hashes are over. It names nobody. */
export function writeAuditEvent(trust: Policy['trust'], access: Access): string {
  const { recordId, at, action, kinds, refused, verb, item, correlation, by, actor, share } = access;
  const detail = [
    ...kinds.toSorted().map((kind) => ({ type: 'kind', valueString: kind })),
    ...(item === undefined ? [] : [{ type: 'item', valueString: item }]),
  ];
  return JSON.stringify({
    resourceType: 'AuditEvent',
    id: randomUUID(),
    type: restType,
    subtype: [interactions[action], ...(verb === undefined ? [] : [{ system: systems.verb, code: verb }])],
    action,
    recorded: at.toISOString(),
    outcome: refused === undefined ? '0' : '4',
    ...(refused === undefined ? {} : { outcomeDesc: refused }),
    purposeOfEvent: [rights[by].purpose],
    agent: [
      {
        type: rights[by].type,
        role: [{ coding: [{ system: systems.by, code: by }] }],
        who: { identifier: { system: systems.actor, value: actor } },
        requestor: true,
        ...(share === undefined ? {} : { policy: [`urn:uuid:${share}`] }),
      },
    ],
    source: {
      site: trust.key,
      observer: { identifier: { system: systems.odsCode, value: trust.sources[0].odsCode } },
      type: [applicationServer],
    },
    entity: [
      {
        what: { reference: `Patient/${recordId}` },
        type: person,
        role: patientRole,
        ...(detail.length === 0 ? {} : { detail }),
      },
      { what: { identifier: { value: correlation } }, type: requestId },
    ],
  });
}

/** Of an AuditEvent of ours, what its reader needs. */
export interface WrittenEvent {
  readonly id: string;
  readonly recorded: string;
  readonly action: 'R' | 'U';
  readonly subtype: readonly { readonly system: string; readonly code: string }[];
  readonly outcomeDesc?: ErrorCode;
  readonly agent: readonly [
    {
      readonly role: readonly [{ readonly coding: readonly [{ readonly code: AccessBy }] }];
      readonly policy?: readonly string[];
    },
  ];
  readonly entity: readonly [
    {
      readonly what: { readonly reference: string };
      readonly detail?: readonly { readonly type: string; readonly valueString: string }[];
    },
  ];
}

/** What a row tells the patient. */
export interface AccessTold {
  readonly id: string;
  readonly at: Date;
  readonly action: 'R' | 'U';
  readonly by: AccessBy;
  readonly share: string | null;
  readonly kinds: readonly AccessKind[];
  readonly verb: string | null;
  readonly refused: ErrorCode | null;
}

/** Reads a row back. */
export function readAuditEvent({
  id,
  recorded,
  action,
  subtype,
  outcomeDesc,
  agent,
  entity,
}: WrittenEvent): AccessTold {
  const details = entity[0].detail ?? [];
  return {
    id,
    at: new Date(recorded),
    action,
    by: agent[0].role[0].coding[0].code,
    share: agent[0].policy?.[0]?.replace('urn:uuid:', '') ?? null,
    kinds: details.filter(({ type }) => type === 'kind').map(({ valueString }) => valueString as AccessKind),
    verb: subtype.find(({ system }) => system === systems.verb)?.code ?? null,
    refused: outcomeDesc ?? null,
  };
}
