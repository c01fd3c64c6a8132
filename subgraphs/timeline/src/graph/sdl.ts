import { sectionStates, sections, type TrustEntry, trusts } from '@crosstrust/contract';
import { appointmentKinds, appointmentModes, appointmentStatuses, constantCase } from '@crosstrust/kit';

/** What each field is made of; the gateway asks every linked trust for it first. `sections` tells whether a trust answered. */
const item =
  'timelineItems { __typename id kind title status mode startsAt endsAt source { key name odsCodes } place postcode latitude longitude sameAs updatedAt } timelineSetAside';
const point =
  'resultPoints { __typename resultId code { system code } name number unit comparator low high takenAt source { key name odsCodes } }';

const recordOf = ({ typePrefix }: TrustEntry) => `${typePrefix}Record`;
const enumOf = (name: string, values: readonly string[]) => `enum ${name} { ${values.join(' ')} }`;

/** The schema of this subgraph, made from the list of trusts, so that a trust that joins is in it (K17). */
export function timelineSdl(list: readonly TrustEntry[] = trusts): string {
  const requires = (part: string) => {
    const ofEach = list.map((trust) => `... on ${recordOf(trust)} { id sections { section state } ${part} }`);
    return `@requires(fields: "records { __typename ${ofEach.join(' ')} }")`;
  };
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@inaccessible"])

type Patient @key(fields: "id") {
  id: ID!
  records: [CareRecord!]! @external
  """
  The appointments at every linked trust in one list by date, from 2 years ago until in 2 years. The same appointment told
  by several trusts is one entry with several sources.
  """
  timeline(
    """Entries a page, 1 to 100."""
    first: Int! = 20
    """The cursor after which the page begins."""
    after: String
    """From this instant on."""
    from: DateTime
    """Until before this instant."""
    to: DateTime
    order: ListOrder! = NEWEST_FIRST
    kinds: [AppointmentKind!]
  ): TimelineConnection ${requires(item)}
  """Appointments that stand and that one person cannot both keep: they overlap, or the way between them is too long."""
  clashes(
    """From this instant on; from now, if it is not given."""
    from: DateTime
    """Until before this instant."""
    to: DateTime
  ): ClashReport ${requires(item)}
  """With which appointments that stand a time under consideration would clash."""
  clashesWith(
    startsAt: DateTime!
    """Half an hour later, if it is not given."""
    endsAt: DateTime
    """Key of the trust where it would be."""
    trust: ID!
    """The appointment that would be moved there: it is left out, and its place and mode count for the new time (W9)."""
    except: ID
    """Degrees (WGS 84), with longitude: where it would be."""
    latitude: Float
    """Degrees (WGS 84), with latitude."""
    longitude: Float
    mode: AppointmentMode
  ): ClashReport ${requires(item)}
  """
  The numbers of one test over the last 5 years, at every linked trust. A unit is a series of its own: nothing is converted
  or joined.
  """
  testHistory(
    code: String!
    """The terminology of the code, such as http://loinc.org; any, if it is not given."""
    system: String
  ): TestHistory ${requires(point)}
  """
  The appointments at every linked trust as one calendar file (iCalendar): time, hospital and no more; cancelled ones are in
  it as cancelled. What did not answer is not in it; the errors name it.
  """
  calendar: String ${requires(item)}
}

interface CareRecord { id: ID! }

${list
  .map(
    (trust) =>
      `type ${recordOf(trust)} implements CareRecord { id: ID! @external sections: [SectionStatus!] @external timelineItems: [TimelineItem!] @external timelineSetAside: Int @external resultPoints: [ResultPoint!] @external }`,
  )
  .join('\n')}

type TimelineItem @shareable @inaccessible {
  id: ID! kind: AppointmentKind! title: String! status: AppointmentStatus! mode: AppointmentMode! startsAt: DateTime!
  endsAt: DateTime source: Trust! place: String postcode: String latitude: Float longitude: Float sameAs: [String!]!
  updatedAt: DateTime!
}

type ResultPoint @shareable @inaccessible {
  resultId: ID! code: Code! name: String! number: Float! unit: String comparator: String low: Float high: Float
  takenAt: DateTime! source: Trust!
}

type SectionStatus @shareable { section: Section! state: SectionState! }
type Trust @shareable { key: ID! name: String! odsCodes: [String!]! }
type Code @shareable { system: String! code: String! }
type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }

type TimelineConnection {
  nodes: [TimelineEntry!]!
  edges: [TimelineEdge!]!
  pageInfo: PageInfo!
  """How many the list holds in all, of the trusts that answered."""
  totalCount: Int!
  """Linked trusts whose appointments are not in the list, because they did not answer or refused; the errors tell why."""
  missing: [Trust!]!
  """Linked trusts that show no appointments at all; see the record’s sections."""
  notShown: [Trust!]!
  """How many more there are that could not be shown, of the trusts that answered."""
  setAside: Int!
}

type TimelineEdge { cursor: String! node: TimelineEntry! }

"""One appointment, as the source tells it that changed last."""
type TimelineEntry {
  id: ID!
  kind: AppointmentKind!
  title: String!
  status: AppointmentStatus!
  mode: AppointmentMode!
  startsAt: DateTime!
  endsAt: DateTime
  """The name of where it is."""
  place: String
  postcode: String
  """When it last changed at that source."""
  updatedAt: DateTime!
  """Every trust that has it, the one that changed last first."""
  sources: [TimelineSource!]!
  """Whether the sources tell different times or states; each stands with its source."""
  sourcesDiffer: Boolean!
}

"""What one trust says of an appointment."""
type TimelineSource {
  """The linked trust that shows it."""
  trust: Trust!
  """The trust that it came from: one of several where they keep one record together."""
  source: Trust!
  """Id of the record at the linked trust."""
  record: ID!
  """Id of the appointment there."""
  appointment: ID!
  status: AppointmentStatus!
  startsAt: DateTime!
  endsAt: DateTime
  updatedAt: DateTime!
}

type ClashReport {
  clashes: [Clash!]!
  """Linked trusts whose appointments could not be looked at, because they did not answer or refused."""
  missing: [Trust!]!
}

enum ClashKind {
  """They are at the same time."""
  OVERLAP
  """There is too little time to get from one hospital to the other."""
  TRAVEL
}

type Clash {
  kind: ClashKind!
  """What the patient reads about it."""
  words: String!
  """From the end of the first to the beginning of the second; below zero where they overlap."""
  minutesBetween: Int!
  """An estimate of the way from one to the other; 0 where they overlap."""
  minutesNeeded: Int!
  """Whether the end of the first is not known, and half an hour was counted."""
  lengthAssumed: Boolean!
  """The two that clash in the order of time; for a time under consideration, the one that it clashes with."""
  entries: [TimelineEntry!]!
}

type TestHistory {
  series: [TestSeries!]!
  """Linked trusts whose results are not in it, because they did not answer or refused; the errors tell why."""
  missing: [Trust!]!
  """Linked trusts that show no results at all; see the record’s sections."""
  notShown: [Trust!]!
}

"""Numbers of one test in one unit, the oldest first."""
type TestSeries {
  code: Code!
  """As the newest result calls it."""
  name: String!
  unit: String
  points: [TestPoint!]!
}

type TestPoint {
  number: Float!
  """<, <=, >= or >, where the number is a bound."""
  comparator: String
  """The reference range of this number at its laboratory."""
  low: Float
  high: Float
  takenAt: DateTime!
  """The linked trust that shows it."""
  trust: Trust!
  """The trust that it came from."""
  source: Trust!
  """Id of the record at the linked trust."""
  record: ID!
  """Id of the result there."""
  result: ID!
}

${enumOf('Section', sections)}
${enumOf('SectionState', sectionStates)}
${enumOf('AppointmentKind', appointmentKinds.map(constantCase))}
${enumOf('AppointmentMode', appointmentModes.map(constantCase))}
${enumOf('AppointmentStatus', appointmentStatuses.map(constantCase))}
enum ListOrder { NEWEST_FIRST OLDEST_FIRST }
"""An instant (RFC 3339), answered in UTC. Show it in Europe/London."""
scalar DateTime @specifiedBy(url: "https://scalars.graphql.org/andimarek/date-time.html")
`;
}
