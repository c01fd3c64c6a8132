import { sections, trusts } from '@crosstrust/contract';

interface Ruled {
  readonly rule: string;
}
type ByName<Value> = Readonly<Record<string, Value>>;

/** What is read of a policy here; its whole shape is the kit's. */
export interface PolicyDocument {
  readonly minimumAge: Ruled & { readonly years: number };
  readonly sharing: ByName<Ruled & { readonly allowed: boolean }>;
  readonly linking: Ruled & { readonly match: readonly string[]; readonly ukMobileOnRecord: boolean };
  readonly sections: ByName<Ruled & { readonly state: string; readonly sources?: readonly string[] }>;
  readonly appointments: ByName<Ruled & Verb> & {
    readonly notice: Ruled & { readonly workingDays: number };
    readonly rearrange: Ruled & { readonly byPhone: boolean };
  };
  readonly post: Ruled & { readonly departments: readonly string[]; readonly enclosures: boolean };
  readonly preferences: ByName<Ruled & { readonly offered: boolean }>;
  readonly mistakes: ByName<Ruled & { readonly to: string }>;
  readonly help: {
    readonly routes: ByName<Ruled & { readonly to: string }>;
    readonly articles: ByName<Ruled & { readonly state: string }>;
  };
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
      ({ sharing }) => [sharing[relation]?.allowed ? 'allowed' : 'refused', sharing[relation]],
    ],
  ),
  [
    'must match to link',
    ({ linking }) => [
      [...linking.match, ...(linking.ukMobileOnRecord ? ['UK mobile on the record'] : [])].join(', '),
      linking,
    ],
  ],
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

function describeVerb({ offered, kinds = [], limit, discharges }: Verb = {}): string {
  if (!offered) return 'not offered';
  const times = limit === undefined ? [] : [`${limit} times`];
  return [kinds.join(' and '), ...times, ...(discharges ? ['discharges'] : [])].join(', ');
}

function inWords(name = ''): string {
  return name.toLowerCase().replaceAll('_', ' ').replace(/^gp /, 'GP ');
}
