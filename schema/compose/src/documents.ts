import { errorRegistry, sections, trusts } from '@crosstrust/contract';

interface PolicyDocument {
  readonly minimumAge: { readonly years: number; readonly rule: string };
  readonly sharing: Readonly<Record<string, { readonly allowed: boolean; readonly rule: string }>>;
  readonly linking: { readonly match: readonly string[]; readonly ukMobileOnRecord: boolean; readonly rule: string };
  readonly sections: Readonly<
    Record<string, { readonly state: string; readonly rule: string; readonly sources?: readonly string[] }>
  >;
}

const notice = '<!-- Made by `npm run compose`; change the source, not this file. -->';

/** errors.md: every error that a client may see. */
export function describeErrors(): string {
  const rows = Object.entries(errorRegistry).map(
    ([code, { message, meaning }]) => `| \`${code}\` | ${message} | ${meaning} |`,
  );
  return [
    notice,
    '# Errors',
    '',
    'Every error that a client may see. All else is answered as `INTERNAL`. Source: `schema/contract/src/errors.ts`.',
    '',
    '| code | what the patient reads | when |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** policies.md: the trusts side by side, each value with the requirement behind it. */
export function describePolicies(policies: ReadonlyMap<string, PolicyDocument>): string {
  const columns = trusts.map(({ key }) => policies.get(key)).filter((policy) => policy !== undefined);
  const row = (name: string, cell: (policy: PolicyDocument) => string) =>
    `| ${name} | ${columns.map(cell).join(' | ')} |`;
  return [
    notice,
    '# Policies',
    '',
    'What each trust decides, with the number of the requirement behind it; `assumed` where no FAQ says it. Source: `subgraphs/<trust>/policy.ts`.',
    '',
    `| | ${trusts.map(({ name }) => name).join(' | ')} |`,
    `|---|${trusts.map(() => '---|').join('')}`,
    row('minimum age', ({ minimumAge }) => `${minimumAge.years} (${minimumAge.rule})`),
    ...['carer', 'clinician'].map((relation) =>
      row(
        `sharing with a ${relation}`,
        ({ sharing }) => `${sharing[relation]?.allowed ? 'allowed' : 'refused'} (${sharing[relation]?.rule})`,
      ),
    ),
    row(
      'must match to link',
      ({ linking }) =>
        `${[...linking.match, ...(linking.ukMobileOnRecord ? ['UK mobile on the record'] : [])].join(', ')} (${linking.rule})`,
    ),
    ...sections.map((section) =>
      row(section.toLowerCase().replaceAll('_', ' '), (policy) => {
        const entry = policy.sections[section];
        return `${entry?.state.toLowerCase().replaceAll('_', ' ')}${entry?.sources ? `, ${entry.sources.join(' and ')} only` : ''} (${entry?.rule})`;
      }),
    ),
    '',
  ].join('\n');
}

/** policies.json: what other services may know of the trusts' policies, by trust. */
export function publishPolicies(policies: ReadonlyMap<string, PolicyDocument>): string {
  return `${JSON.stringify(Object.fromEntries(policies), null, 2)}\n`;
}
