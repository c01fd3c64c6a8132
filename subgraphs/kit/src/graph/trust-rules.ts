import type { TrustEntry } from '@crosstrust/contract';
import type { Check, FieldRule, RuleTable } from '../subgraph/rules.ts';
import type { TrustContext } from './context.ts';

/** Somebody is signed in. Which records they may open is asked at each record. */
const signedIn: Check<TrustContext> = (_parent, _args, { signedIn: answer }) => answer;

/** The viewer may open the record named in the arguments. */
const mayOpen: Check<TrustContext> = (_parent, { id }: { id: string }, { signedIn: answer, judge }) =>
  answer === true ? judge(id) : answer;

/** The viewer may open the record that this field belongs to. */
const mayRead: Check<TrustContext> = ({ id }: { id: string }, _args, { signedIn: answer, judge }) =>
  answer === true ? judge(id) : answer;

/** Fields below a guarded one. Every field is named, so that a new one fails the build until somebody has thought of it. */
const inherit = (...fields: string[]) =>
  Object.fromEntries(fields.map((field) => [field, 'inherit' as FieldRule<TrustContext>]));

const itemFields = ['id', 'source', 'receivedAt', 'updatedAt', 'status'];
const connection = inherit('nodes', 'edges', 'pageInfo', 'totalCount');
const edge = inherit('cursor', 'node');

/**
 * Age and ownership, field by field. Each field of a record asks the trust's policy; what hangs below a record inherits,
 * because nothing but a record leads there.
 */
export function trustRules({ typePrefix }: TrustEntry, recordField: string): RuleTable<TrustContext> {
  return {
    Query: { _service: 'public', _entities: signedIn, [recordField]: mayOpen },
    _Service: { sdl: 'public' },
    [`${typePrefix}Record`]: {
      id: mayRead,
      sections: mayRead,
      appointments: mayRead,
      letters: mayRead,
      testResults: mayRead,
      dischargeSummaries: mayRead,
      appointment: mayRead,
      letter: mayRead,
      testResult: mayRead,
      dischargeSummary: mayRead,
    },
    [`${typePrefix}Appointment`]: inherit(
      ...itemFields,
      'kind',
      'mode',
      'startsAt',
      'endsAt',
      'specialty',
      'reason',
      'clinician',
      'location',
      'preparation',
      'contact',
      'transportBooked',
      'interpreterBooked',
    ),
    [`${typePrefix}Letter`]: inherit(...itemFields, 'kind', 'title', 'writtenAt', 'author', 'text', 'document'),
    [`${typePrefix}TestResult`]: inherit(
      ...itemFields,
      'name',
      'code',
      'takenAt',
      'issuedAt',
      'observations',
      'conclusion',
      'performer',
    ),
    [`${typePrefix}DischargeSummary`]: inherit(
      ...itemFields,
      'title',
      'admittedAt',
      'dischargedAt',
      'specialty',
      'clinician',
      'text',
      'document',
    ),
    AppointmentConnection: connection,
    LetterConnection: connection,
    TestResultConnection: connection,
    DischargeSummaryConnection: connection,
    AppointmentEdge: edge,
    LetterEdge: edge,
    TestResultEdge: edge,
    DischargeSummaryEdge: edge,
    PageInfo: inherit('hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'),
    SectionStatus: inherit('section', 'state', 'words', 'sources'),
    Trust: inherit('key', 'name', 'odsCodes'),
    Clinician: inherit('name', 'role'),
    Location: inherit('name', 'address', 'postcode', 'directions'),
    Contact: inherit('name', 'phone', 'email'),
    Code: inherit('system', 'code'),
    ReferenceRange: inherit('low', 'high', 'unit', 'text'),
    Observation: inherit(
      'name',
      'code',
      'number',
      'unit',
      'comparator',
      'text',
      'referenceRange',
      'interpretation',
      'note',
      'components',
    ),
    DocumentLink: inherit('url', 'contentType', 'size', 'expiresAt'),
  };
}
