import { errorRegistry } from '@crosstrust/contract';
import { type PolicyDocument, tableOfPolicies } from './describe-policies.ts';

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
  return [
    notice,
    '# Policies',
    '',
    'What each trust decides, with the number of the requirement behind it; `assumed` where no FAQ says it. Source: `subgraphs/<trust>/policy.ts`.',
    '',
    ...tableOfPolicies(policies),
    '',
  ].join('\n');
}

/** policies.json: what other services may know of the trusts' policies, by trust. */
export function publishPolicies(policies: ReadonlyMap<string, PolicyDocument>): string {
  return `${JSON.stringify(Object.fromEntries(policies), null, 2)}\n`;
}
