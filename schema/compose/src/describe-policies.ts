import { sections, trusts } from '@crosstrust/contract';

interface Ruled {
  readonly rule: string;
}
type ByName<Value> = Readonly<Record<string, Value>>;

/** What is read of a policy here; its whole shape is the kit's. */
export interface PolicyDocument {
  readonly minimumAge: Ruled & { readonly years: number };
  readonly sharing: ByName<Ruled & Sharing>;
  readonly linking: Ruled & { readonly match: readonly string[]; readonly ukMobileOnRecord: boolean };
  readonly registration: {
    readonly optional: Ruled;
    readonly self: Ruled & { readonly offered: boolean; readonly appointment?: string; readonly datedAfter?: string };
    readonly invitation: Ruled & Partial<Invited> & { readonly by: string };
    readonly carer: Ruled & { readonly allowed: boolean };
    readonly paperless: Ruled & { readonly asked: boolean };
  };
  readonly sections: ByName<Ruled & { readonly state: string; readonly sources?: readonly string[] }>;
  readonly appointments: ByName<Ruled & Verb> & {
    readonly notice: Ruled & { readonly workingDays: number };
    readonly rearrange: Ruled & { readonly byPhone: boolean };
  };
  readonly post: Ruled & { readonly departments: readonly string[]; readonly enclosures: boolean };
  readonly preferences: ByName<Ruled & { readonly offered: boolean }>;
  readonly leaving: ByName<Ruled & { readonly words: string }>;
  readonly mistakes: ByName<Ruled & { readonly to: string }>;
  readonly help: {
    readonly routes: ByName<Ruled & { readonly to: string }>;
    readonly articles: ByName<Ruled & { readonly state: string }>;
  };
}

interface Sharing {
  readonly allowed: boolean;
  readonly mayChange?: boolean;
  readonly longestMinutes?: number;
  readonly untilAge?: Ruled & { readonly years: number };
}

interface Invited {
  readonly channels: readonly string[];
  readonly onBooking: Ruled & { readonly made: boolean; readonly after?: string };
  readonly lasts: Ruled & { readonly days: number };
  readonly match: readonly string[];
}

interface Verb {
  readonly offered?: boolean;
  readonly kinds?: readonly string[];
  readonly limit?: number;
  readonly discharges?: boolean;
}

/** What a cell says, with the rule behind it. */
type Cell = (policy: PolicyDocument) => readonly [words: string, because: Ruled | undefined];
type Row = readonly [name: string, cell: Cell];

const verbs = {
  accept: 'accept an appointment',
  requestRebooking: 'ask for another date',
  requestCancellation: 'ask to cancel',
  reschedule: 'move to a free time',
  cancel: 'cancel at once',
};

const rows: readonly Row[] = [
  ['minimum age', ({ minimumAge }) => [String(minimumAge.years), minimumAge]],
  ...['carer', 'clinician'].map(
    (relation): Row => [
      `sharing with a ${relation}`,
      ({ sharing }) => [describeSharing(sharing[relation]), sharing[relation]],
    ],
  ),
  [
    'a parent’s share ends',
    ({ sharing: { carer } }) =>
      carer?.untilAge
        ? [`at the patient’s age of ${carer.untilAge.years}`, carer.untilAge]
        : ['never by itself', carer],
  ],
  [
    'must match to link',
    ({ linking }) => [
      [...linking.match, ...(linking.ukMobileOnRecord ? ['UK mobile on the record'] : [])].join(', '),
      linking,
    ],
  ],
  ['registering', ({ registration: { optional } }) => ['the patient’s choice', optional]],
  ['registering by oneself', ({ registration: { self } }) => [describeSelf(self), self]],
  ['invited by', ({ registration: { invitation } }) => [describeInvitation(invitation), invitation]],
  [
    'invited when an appointment is booked',
    ({ registration: { invitation } }) => [
      invitation.onBooking?.made ? `yes${after(invitation.onBooking.after)}` : 'no',
      invitation.onBooking ?? invitation,
    ],
  ],
  [
    'an invitation works for',
    ({ registration: { invitation } }) => [
      invitation.lasts ? `${invitation.lasts.days} days` : 'none is made',
      invitation.lasts ?? invitation,
    ],
  ],
  [
    'a carer registers for the patient',
    ({ registration: { carer } }) => [carer.allowed ? 'with consent' : 'refused', carer],
  ],
  ['paperless asked at registration', ({ registration: { paperless } }) => [paperless.asked ? 'yes' : 'no', paperless]],
  ...sections.map(
    (section): Row => [
      inWords(section),
      ({ sections: { [section]: entry } }) => [
        `${inWords(entry?.state)}${entry?.sources ? `, ${entry.sources.join(' and ')} only` : ''}`,
        entry,
      ],
    ],
  ),
  ...Object.entries(verbs).map(
    ([verb, name]): Row => [name, ({ appointments }) => [describeVerb(appointments[verb]), appointments[verb]]],
  ),
  ['working days’ notice asked for', ({ appointments: { notice } }) => [String(notice.workingDays), notice]],
  [
    'transport or interpreter',
    ({ appointments: { rearrange } }) => [rearrange.byPhone ? 'rearranged by phone' : 'nothing to do', rearrange],
  ],
  [
    'letters that come by post as well',
    ({ post }) => [
      [...post.departments, ...(post.enclosures ? ['whatever has enclosures'] : [])].join(', ') || 'none',
      post,
    ],
  ],
  ...['paperless', 'texts'].map(
    (name): Row => [
      `choice: ${name}`,
      ({ preferences }) => [preferences[name]?.offered ? 'offered' : 'not offered', preferences[name]],
    ],
  ),
  ...Object.entries({
    after: 'after leaving',
    stopTexts: 'on leaving without texts',
    closingText: 'the closing text',
  }).map(([name, said]): Row => [said, ({ leaving }) => [leaving[name]?.words ?? '', leaving[name]]]),
  ...['IMPORTANT', 'NOT_URGENT', 'PERSONAL_DETAILS'].map(
    (topic): Row => [`a mistake: ${inWords(topic)}`, ({ mistakes }) => [inWords(mistakes[topic]?.to), mistakes[topic]]],
  ),
  ...['TECHNICAL', 'APPOINTMENTS', 'ACCOUNT', 'DETAILS', 'RECORD', 'ANYTHING_ELSE'].map(
    (topic): Row => [`help: ${inWords(topic)}`, ({ help: { routes } }) => [inWords(routes[topic]?.to), routes[topic]]],
  ),
  ...['LIBRARY', 'HELP_CENTRE', 'GUIDES'].map(
    (kind): Row => [
      `articles: ${inWords(kind)}`,
      ({ help: { articles } }) => [inWords(articles[kind]?.state), articles[kind]],
    ],
  ),
];

/** The table of policies.md: the trusts side by side, each value with the requirement behind it. */
export function tableOfPolicies(policies: ReadonlyMap<string, PolicyDocument>): string[] {
  const columns = trusts.flatMap(({ key }) => policies.get(key) ?? []);
  const cells = (cell: Cell) =>
    columns.map((policy) => {
      const [words, because] = cell(policy);
      return `${words} (${because?.rule})`;
    });
  return [
    `| | ${trusts.map(({ name }) => name).join(' | ')} |`,
    `|---|${trusts.map(() => '---|').join('')}`,
    ...rows.map(([name, cell]) => `| ${name} | ${cells(cell).join(' | ')} |`),
  ];
}

function describeSharing({ allowed, mayChange, longestMinutes }: Sharing = { allowed: false }): string {
  if (!allowed) return 'refused';
  if (longestMinutes !== undefined) return `to read, up to ${longestMinutes} minutes`;
  return mayChange ? 'to read or to change' : 'to read';
}

const after = (day?: string): string => (day === undefined ? '' : `, after ${day}`);

function describeSelf({ offered, appointment, datedAfter }: PolicyDocument['registration']['self']): string {
  if (!offered) return 'no';
  if (appointment === 'none') return 'at any time';
  return `with an upcoming ${appointment === 'outpatient' ? 'outpatient ' : ''}appointment${after(datedAfter)}`;
}

function describeInvitation({ by, channels = [], match = [] }: PolicyDocument['registration']['invitation']): string {
  if (by === 'nothing') return 'nothing';
  const what = by === 'codes' ? 'two codes in a letter' : `a link to the ${channels.join(' and ')}`;
  return `${what}, with ${match.join(', ')}`;
}

function describeVerb({ offered, kinds = [], limit, discharges }: Verb = {}): string {
  if (!offered) return 'not offered';
  const times = limit === undefined ? [] : [`${limit} times`];
  return [kinds.join(' and '), ...times, ...(discharges ? ['discharges'] : [])].join(', ');
}

function inWords(name = ''): string {
  return name.toLowerCase().replaceAll('_', ' ').replace(/^gp /, 'GP ');
}
